# Every way to keep environments warm; var.strategy.kind picks one.

locals {
  schedules = var.strategy.kind == "schedule" ? var.strategy.schedules : {}
  actions   = var.strategy.kind != "autoscaled" || var.strategy.actions == null ? {} : var.strategy.actions

  # Which kind each of the strategy's fields goes with.
  belongs_to = {
    schedules = "schedule", environments = "provisioned",
    minimum   = "autoscaled", maximum = "autoscaled", utilisation = "autoscaled", actions = "autoscaled"
  }

  provisioned_most = max(concat([0], [for n in [var.strategy.environments, var.strategy.maximum] : n if n != null], [for a in values(local.actions) : a.maximum])...)

  # A target is a number, or a range within which each cycle finds it by what users needed.
  most_of        = { for name, s in local.schedules : name => tonumber(try(s.target.max, s.target)) }
  least_of       = { for name, s in local.schedules : name => tonumber(try(s.target.min, s.target)) }
  highest_target = max(concat([0], values(local.most_of))...)

  # AWS keeps 100 of an account's concurrency for functions without a reservation; a small account (10) leaves half.
  provisionable = max(var.account_concurrency - 100, 0)
  unreserved    = max(var.account_concurrency - 100, floor(var.account_concurrency / 2))
}

# The grammar of schedule expressions, as EventBridge Scheduler and Application Auto Scaling read them.
locals {
  cron_value = {
    minute = "([0-5]?[0-9])"
    hour   = "([01]?[0-9]|2[0-3])"
    day    = "(0?[1-9]|[12][0-9]|3[01])"
    month  = "(0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
    week   = "([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)"
    year   = "(19[7-9][0-9]|2[01][0-9][0-9])"
  }
  cron_list = {
    for field, value in local.cron_value : field => "(\\*|${value}(-${value})?)(/[1-9][0-9]*)?(,(${value}(-${value})?)(/[1-9][0-9]*)?)*"
  }
  cron_days = [
    "(${local.cron_list.day}|L|LW|${local.cron_value.day}W) ${local.cron_list.month} \\?",
    "\\? ${local.cron_list.month} (${local.cron_list.week}|L|${local.cron_value.week}L|${local.cron_value.week}#[1-5])",
  ]
  expression_forms = [
    "^rate\\([1-9][0-9]* (minute|hour|day)s?\\)$",
    "^at\\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\)$",
    "^cron\\(${local.cron_list.minute} ${local.cron_list.hour} (${join("|", local.cron_days)}) ${local.cron_list.year}\\)$",
  ]
}

# What the function is told about warming.
locals {
  unit_seconds = { ms = 0.001, s = 1, m = 60 }
  warm_seconds = {
    for name in ["min_window", "max_window", "max_age"] : name => try(
      tonumber(regex("^[0-9]+", var.warm[name])) * local.unit_seconds[regex("[a-z]+$", var.warm[name])], 0
    )
  }
  shortest_timeout = local.warm_seconds.max_window + 1.5 # a second to launch them all, half a second that the warmer keeps back

  warm_environment = {
    HEARTH_WARM_MAX_TARGET = tostring(min(coalesce(var.reserved_concurrency, local.unreserved), max(100, local.highest_target)))
    HEARTH_WARM_FAN_OUT    = tostring(var.warm.fan_out)
    HEARTH_WARM_MIN_WINDOW = var.warm.min_window
    HEARTH_WARM_MAX_WINDOW = var.warm.max_window
    HEARTH_WARM_ROUNDS     = tostring(var.warm.rounds)
    HEARTH_WARM_MAX_AGE    = var.warm.max_age
    HEARTH_WARM_EXPOSE     = tostring(var.warm.expose)
  }

  # The alias's ARN is written out (see function.tf), or function, policy and role would wait for each other.
  invoke_itself = {
    Sid      = "WarmItsOwnAlias"
    Effect   = "Allow"
    Action   = "lambda:InvokeFunction"
    Resource = local.alias_arn
  }
}

# A function that is there already gets the one permission that the warmer adds.
resource "aws_iam_role_policy" "existing" {
  count = local.deploys ? 0 : 1

  name   = "${var.name}-${local.region}-warm"
  role   = var.existing_function.role_name
  policy = jsonencode({ Version = "2012-10-17", Statement = [local.invoke_itself] })
}

# schedule

resource "aws_scheduler_schedule_group" "this" {
  count = length(local.schedules) > 0 ? 1 : 0

  name = var.name
  tags = var.tags

  lifecycle {
    precondition {
      condition     = var.timeout >= local.shortest_timeout
      error_message = "timeout is ${var.timeout} s, but a warm cycle holds for up to warm.max_window = ${var.warm.max_window} and needs 1.5 s around it: the leader would be cut off. Raise timeout to ${ceil(local.shortest_timeout)}, or lower warm.max_window."
    }
  }
}

resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  name        = each.key
  group_name  = aws_scheduler_schedule_group.this[0].name
  description = "Keeps ${local.least_of[each.key] == local.most_of[each.key] ? "" : "${local.least_of[each.key]} to "}${local.most_of[each.key]} environments of ${local.function_name} warm"

  schedule_expression          = each.value.expression
  schedule_expression_timezone = each.value.timezone
  start_date                   = each.value.start
  end_date                     = each.value.end
  kms_key_arn                  = var.kms_key_arn

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = local.alias_arn
    role_arn = aws_iam_role.scheduler[0].arn

    # jsonencode writes < and > as escapes, which the Scheduler would not take for placeholders.
    input = replace(replace(jsonencode({
      hearth = {
        cycle = {
          target      = try({ min = tonumber(each.value.target.min), max = tonumber(each.value.target.max) }, tonumber(each.value.target))
          id          = "<aws.scheduler.execution-id>"
          scheduledAt = "<aws.scheduler.scheduled-time>"
        }
      }
    }), "\\u003c", "<"), "\\u003e", ">")

    retry_policy {
      maximum_retry_attempts       = 0
      maximum_event_age_in_seconds = 60
    }
  }

  depends_on = [
    aws_iam_role_policy.scheduler,
    aws_lambda_alias.live,
    aws_lambda_function_event_invoke_config.live, # before the first event: it must not be retried
  ]

  lifecycle {
    precondition {
      condition     = local.most_of[each.key] <= coalesce(var.reserved_concurrency, local.most_of[each.key])
      error_message = "strategy.schedules[\"${each.key}\"].target is ${local.most_of[each.key]}, but reserved_concurrency is ${coalesce(var.reserved_concurrency, 0)}: the function can never have that many environments. Lower the target, or raise reserved_concurrency and leave room for users."
    }
    precondition {
      condition     = var.reserved_concurrency != null || local.most_of[each.key] <= local.unreserved
      error_message = "strategy.schedules[\"${each.key}\"].target is ${local.most_of[each.key]}, but of ${var.account_concurrency} concurrent invocations only ${local.unreserved} are left to a cycle: more would throttle every other function of the account. Lower the target, or say with account_concurrency what your account has."
    }
  }
}

resource "aws_iam_role" "scheduler" {
  count = length(local.schedules) > 0 ? 1 : 0

  name        = "${var.name}-${local.region}-scheduler"
  description = "Lets the schedules of ${var.name} invoke ${local.function_name}:${local.alias_name} in ${local.region}"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = {
        StringEquals = {
          "aws:SourceAccount" = local.account
          # The Scheduler names the group, not the schedule, as the source.
          "aws:SourceArn" = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule-group/${var.name}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  count = length(local.schedules) > 0 ? 1 : 0

  name = "invoke"
  role = aws_iam_role.scheduler[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "StartCycles"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = local.alias_arn
      }],
      [for key in var.kms_key_arn[*] : {
        Sid      = "ReadItsSchedules"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = key
      }],
    )
  })
}

# provisioned

resource "aws_lambda_provisioned_concurrency_config" "fixed" {
  count = var.strategy.kind == "provisioned" ? 1 : 0

  function_name                     = local.function_name
  qualifier                         = local.deploys ? aws_lambda_alias.live[0].name : local.alias_name
  provisioned_concurrent_executions = var.strategy.environments

  lifecycle {
    replace_triggered_by = [terraform_data.open]

    precondition {
      condition     = local.provisioned_most <= coalesce(var.reserved_concurrency, local.provisionable)
      error_message = "strategy: ${local.provisioned_most} provisioned environments are more than ${var.reserved_concurrency == null ? "the account leaves: ${local.provisionable} of ${var.account_concurrency} concurrent invocations, as AWS keeps 100 for other functions. Lower the number, or say with account_concurrency what your account has." : "reserved_concurrency, which is ${coalesce(var.reserved_concurrency, 0)}. Lower the one or raise the other."}"
    }
  }
}

# autoscaled

locals {
  scaled = var.strategy.kind == "autoscaled" ? 1 : 0
}

# Here although the scaler would make it: so that `destroy`, or another strategy, takes it away. Without it the number
# that the scaler set last would stay on the alias, and on the bill.
resource "aws_lambda_provisioned_concurrency_config" "scaled" {
  count = local.scaled

  function_name                     = local.function_name
  qualifier                         = local.deploys ? aws_lambda_alias.live[0].name : local.alias_name
  provisioned_concurrent_executions = var.strategy.minimum

  lifecycle {
    ignore_changes       = [provisioned_concurrent_executions] # the scaler's from now on
    replace_triggered_by = [terraform_data.open]

    precondition {
      condition     = local.provisioned_most <= coalesce(var.reserved_concurrency, local.provisionable)
      error_message = "strategy: ${local.provisioned_most} provisioned environments are more than ${var.reserved_concurrency == null ? "the account leaves: ${local.provisionable} of ${var.account_concurrency} concurrent invocations, as AWS keeps 100 for other functions. Lower the number, or say with account_concurrency what your account has." : "reserved_concurrency, which is ${coalesce(var.reserved_concurrency, 0)}. Lower the one or raise the other."}"
    }
  }
}

# Scheduled actions change the target's capacity, so what is there is ignored; a change of what was asked replaces the
# target, and with it what AWS drops when a target goes: its policy and actions. The environments stay meanwhile.
resource "terraform_data" "capacity" {
  count = local.scaled

  input = [var.strategy.minimum, var.strategy.maximum]
}

resource "aws_appautoscaling_target" "alias" {
  count = local.scaled

  service_namespace  = "lambda"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  resource_id        = "function:${local.function_name}:${aws_lambda_provisioned_concurrency_config.scaled[0].qualifier}"
  min_capacity       = var.strategy.minimum
  max_capacity       = var.strategy.maximum
  tags               = var.tags

  lifecycle {
    ignore_changes       = [min_capacity, max_capacity]
    replace_triggered_by = [terraform_data.capacity, terraform_data.open]
  }
}

resource "aws_appautoscaling_policy" "utilisation" {
  count = local.scaled

  name               = "${var.name}-utilisation"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.alias[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.alias[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.alias[0].resource_id

  target_tracking_scaling_policy_configuration {
    target_value = coalesce(var.strategy.utilisation, 0.7)

    predefined_metric_specification {
      predefined_metric_type = "LambdaProvisionedConcurrencyUtilization"
    }
  }

  lifecycle {
    replace_triggered_by = [terraform_data.capacity, terraform_data.open]
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = local.actions

  name               = each.key
  service_namespace  = aws_appautoscaling_target.alias[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.alias[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.alias[0].resource_id
  schedule           = each.value.expression
  timezone           = each.value.timezone
  start_time         = each.value.start
  end_time           = each.value.end

  scalable_target_action {
    min_capacity = each.value.minimum
    max_capacity = each.value.maximum
  }

  lifecycle {
    replace_triggered_by = [terraform_data.capacity, terraform_data.open]
  }
}
