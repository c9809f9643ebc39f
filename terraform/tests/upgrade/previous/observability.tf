# What can be seen: a dashboard, and alarms for when warming does not do what was asked. The names of the function's own
# metrics come from metrics.json, to which a test of the function holds it.

locals {
  emitted   = jsondecode(file("${path.module}/metrics.json"))
  metric    = { for m in local.emitted.metrics : m.name => m.name }
  of_warmer = { (local.emitted.dimension) = local.function_name }
  of_alias  = { FunctionName = local.function_name, Resource = "${local.function_name}:${local.alias_name}" }

  # Seconds between two cycles, where that can be known: nothing is expected before a start, after an end, or at night.
  steady_rates = [for name, seconds in local.rate_seconds : seconds if local.schedules[name].start == null && local.schedules[name].end == null]
  interval = var.alarms.interval_minutes != null ? var.alarms.interval_minutes * 60 : try(
    [for seconds in [min(local.steady_rates...)] : seconds if seconds <= 3360 * 60][0], null
  )

  alarms = !var.alarms.enabled ? {} : merge(
    length(local.schedules) == 0 ? {} : {
      fell-short = "${local.function_name}: a warm cycle reached fewer environments than it was asked for. Look for throttling (concurrency) and for failed holds in the cycle's report, in ${local.log_group}."
    },
    length(local.schedules) == 0 || local.interval == null ? {} : {
      no-cycle = "${local.function_name}: no warm cycle for three intervals. Look whether the schedules are enabled, whether their role may invoke the alias, and for errors in ${local.log_group}."
    },
    {
      errors   = "${local.function_name}: invocations end in errors."
      throttle = "${local.function_name}: invocations are refused, users' among them. Raise reserved concurrency or the account's, or lower the targets."
    },
  )
  alarm_names   = { for kind in keys(local.alarms) : kind => "${var.name}-${kind}" }
  alarm_actions = concat(var.alarms.actions, aws_sns_topic.alarms[*].arn)
}

resource "aws_cloudwatch_metric_alarm" "fell_short" {
  for_each = { for kind, why in local.alarms : kind => why if kind == "fell-short" }

  alarm_name          = local.alarm_names[each.key]
  alarm_description   = each.value
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching" # no cycle at all is the other alarm's matter
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
  tags                = var.tags

  metric_query {
    id          = "missing"
    expression  = "target - reached"
    label       = "environments missing"
    return_data = true
  }

  # Sums, because cycles of several schedules, with different targets, may fall into one period.
  dynamic "metric_query" {
    for_each = { target = local.metric.Target, reached = local.metric.Reached }
    content {
      id = metric_query.key
      metric {
        namespace   = local.emitted.namespace
        metric_name = metric_query.value
        dimensions  = local.of_warmer
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "no_cycle" {
  for_each = { for kind, why in local.alarms : kind => why if kind == "no-cycle" }

  alarm_name          = local.alarm_names[each.key]
  alarm_description   = each.value
  namespace           = local.emitted.namespace
  metric_name         = local.metric.Target
  dimensions          = local.of_warmer
  statistic           = "SampleCount"
  period              = local.interval
  evaluation_periods  = 3
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "lambda" {
  for_each = { for kind, metric in { errors = "Errors", throttle = "Throttles" } : kind => metric if var.alarms.enabled }

  alarm_name          = local.alarm_names[each.key]
  alarm_description   = local.alarms[each.key]
  namespace           = "AWS/Lambda"
  metric_name         = each.value
  dimensions          = local.of_alias
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
  tags                = var.tags
}

resource "aws_sns_topic" "alarms" {
  count = var.alarms.create_topic ? 1 : 0

  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  count = var.alarms.create_topic ? 1 : 0

  arn = aws_sns_topic.alarms[0].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OurAlarms"
      Effect    = "Allow"
      Action    = "sns:Publish"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Resource  = aws_sns_topic.alarms[0].arn
      Condition = {
        StringEquals = {
          "aws:SourceAccount" = local.account
          "aws:SourceArn"     = [for name in values(local.alarm_names) : "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${name}"]
        }
      }
    }]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alarms.emails)

  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = each.key
}

locals {
  warmer_metric = { for name in keys(local.metric) : name => [local.emitted.namespace, name, local.emitted.dimension, local.function_name] }
  alias_metric = {
    for name in ["Duration", "Errors", "Throttles", "Invocations", "ConcurrentExecutions", "ProvisionedConcurrencyUtilization", "ProvisionedConcurrencySpilloverInvocations"] :
    name => ["AWS/Lambda", name, "FunctionName", local.function_name, "Resource", "${local.function_name}:${local.alias_name}"]
  }

  graphs = concat(
    length(local.schedules) == 0 ? [] : [
      {
        title = "Warm: reached against target"
        stat  = "Average"
        metrics = [
          concat(local.warmer_metric.Target, [{ label = "asked for" }]),
          concat(local.warmer_metric.Reached, [{ label = "reached" }]),
          concat(local.warmer_metric.Cold, [{ label = "cold until then" }]),
        ]
      },
      {
        title = "Cost of warming (USD)"
        stat  = "Sum"
        metrics = [
          concat(local.warmer_metric.CostUsd, [{ label = "USD", period = 3600 }]),
          concat(local.warmer_metric.BilledGbSeconds, [{ label = "GB-seconds", period = 3600, yAxis = "right" }]),
        ]
      },
    ],
    [
      {
        title   = "Users' cold starts"
        stat    = "Sum"
        metrics = [concat(local.warmer_metric.UserColdStarts, [{ label = "requests that met a cold start" }])]
      },
      {
        title = "Users' latency and the function's duration (ms)"
        stat  = "p50"
        metrics = concat(
          flatten([for api in aws_apigatewayv2_api.this[*].id : [for stat in ["p50", "p99"] : {
            metric = ["AWS/ApiGateway", "Latency", "ApiId", api, { label = "latency at the API ${stat}", stat = stat }]
          }]])[*].metric,
          [for stat in ["p50", "p99"] : concat(local.alias_metric.Duration, [{ label = "duration, warm events included, ${stat}", stat = stat }])],
        )
      },
      {
        title = "Throttles and errors"
        stat  = "Sum"
        metrics = concat(
          [concat(local.alias_metric.Throttles, [{ label = "throttled" }]), concat(local.alias_metric.Errors, [{ label = "errors" }])],
          length(local.schedules) == 0 ? [] : [
            concat(local.warmer_metric.Throttled, [{ label = "of these, holds of a cycle" }]),
            concat(local.warmer_metric.Failed, [{ label = "failed holds" }]),
          ],
        )
      },
      {
        title = "Invocations and environments in use"
        stat  = "Sum"
        metrics = [
          concat(local.alias_metric.Invocations, [{ label = "invocations" }]),
          concat(local.alias_metric.ConcurrentExecutions, [{ label = "at once", stat = "Maximum", yAxis = "right" }]),
        ]
      },
    ],
    length(local.schedules) == 0 ? [] : [
      {
        title = "How a cycle goes: window and spread (ms), rounds"
        stat  = "Maximum"
        metrics = [
          concat(local.warmer_metric.Window, [{ label = "window" }]),
          concat(local.warmer_metric.Spread, [{ label = "spread of the launches" }]),
          concat(local.warmer_metric.Rounds, [{ label = "rounds", yAxis = "right" }]),
        ]
      },
    ],
    !contains(["provisioned", "autoscaled"], var.strategy.kind) ? [] : [
      {
        title = "Provisioned concurrency"
        stat  = "Maximum"
        metrics = [
          concat(local.alias_metric.ProvisionedConcurrencyUtilization, [{ label = "share in use" }]),
          concat(local.alias_metric.ProvisionedConcurrencySpilloverInvocations, [{ label = "beyond it", stat = "Sum", yAxis = "right" }]),
        ]
      },
    ],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  dashboard_name = "${var.name}-${local.region}" # dashboards belong to the account, not to a region
  dashboard_body = jsonencode({
    widgets = [
      for i, graph in local.graphs : {
        type   = "metric"
        x      = i % 2 * 12
        y      = floor(i / 2) * 6
        width  = 12
        height = 6
        properties = {
          title   = graph.title
          region  = local.region
          view    = "timeSeries"
          period  = 300
          stat    = graph.stat
          metrics = graph.metrics
          yAxis   = { left = { min = 0 }, right = { min = 0 } }
        }
      }
    ]
  })
}
