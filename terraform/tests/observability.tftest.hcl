# The dashboard and the alarms look at what the function emits.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

run "every_metric_of_the_function_is_on_the_dashboard" {
  assert {
    condition = toset([
      for m in flatten([for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : [for m in w.properties.metrics : { of = m[0], name = m[1] }]]) : m.name if m.of == "Hearth"
    ]) == toset(jsondecode(file("metrics.json")).metrics[*].name)
    error_message = "Each of metrics.json, and none that is not there."
  }
  assert {
    condition = alltrue(flatten([
      for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : [for m in w.properties.metrics : m[2] == "FunctionName" && m[3] == "hearth" if m[0] == "Hearth"]
    ]))
    error_message = "By the dimension that the function gives them."
  }
  assert {
    condition     = length(flatten([for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : [for m in w.properties.metrics : 1 if m[1] == "Latency" && m[3] == "a1b2c3"]])) == 2
    error_message = "And what users wait for, at the API."
  }
}

run "an_alarm_tells_when_a_cycle_fell_short" {
  command = plan

  assert {
    condition = { for q in aws_cloudwatch_metric_alarm.fell_short["fell-short"].metric_query : q.id => try(q.metric[0].metric_name, q.expression) } == {
      missing = "target - reached", target = "Target", reached = "Reached"
    }
    error_message = "What was asked for less what was reached."
  }
  assert {
    condition = alltrue([for q in aws_cloudwatch_metric_alarm.fell_short["fell-short"].metric_query :
      q.metric[0].namespace == "Hearth" && q.metric[0].dimensions == tomap({ FunctionName = "hearth" }) && q.metric[0].stat == "Sum"
    if length(q.metric) == 1])
    error_message = "Summed, so that two schedules in one period do not look like a shortfall."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.fell_short["fell-short"].threshold == 0 && aws_cloudwatch_metric_alarm.fell_short["fell-short"].comparison_operator == "GreaterThanThreshold"
    error_message = "One missing is enough."
  }
}

run "an_alarm_tells_when_no_cycle_was_seen_for_three_intervals" {
  command = plan

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.no_cycle["no-cycle"].period == 300 && aws_cloudwatch_metric_alarm.no_cycle["no-cycle"].evaluation_periods == 3
      && aws_cloudwatch_metric_alarm.no_cycle["no-cycle"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.no_cycle["no-cycle"].statistic == "SampleCount"
    )
    error_message = "Three times five minutes without one."
  }
}

run "the_interval_is_that_of_the_most_frequent_rate" {
  command = plan

  variables {
    strategy = { schedules = {
      slow   = { expression = "rate(1 hour)", target = 9 }
      fast   = { expression = "rate(10 minutes)", target = 2 }
      season = { expression = "rate(1 minute)", target = 2, end = "2027-01-07T00:00:00Z" }
      office = { expression = "cron(0/2 8-17 ? * MON-FRI *)", target = 20 }
    } }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.no_cycle["no-cycle"].period == 600
    error_message = "Ten minutes: the season ends, and the office closes."
  }
}

run "with_cron_alone_no_interval_is_guessed" {
  command = plan

  variables {
    strategy = { schedules = { office = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 20 } } }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.no_cycle) == 0 && length(aws_cloudwatch_metric_alarm.fell_short) == 1
    error_message = "Nights would be an alarm."
  }
}

run "the_interval_can_be_said" {
  command = plan

  variables {
    strategy = { schedules = { office = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 20 } } }
    alarms   = { interval_minutes = 15 }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.no_cycle["no-cycle"].period == 900
    error_message = "As asked."
  }
}

run "alarms_tell_of_errors_and_throttles_of_the_alias" {
  command = plan

  assert {
    condition     = { for name, a in aws_cloudwatch_metric_alarm.lambda : name => a.metric_name } == { errors = "Errors", throttle = "Throttles" }
    error_message = "Both of them."
  }
  assert {
    condition     = alltrue([for a in values(aws_cloudwatch_metric_alarm.lambda) : a.namespace == "AWS/Lambda" && a.dimensions == tomap({ FunctionName = "hearth", Resource = "hearth:live" })])
    error_message = "Of the alias that is called."
  }
}

run "a_topic_of_its_own_takes_only_its_own_alarms" {
  variables {
    alarms = { create_topic = true, emails = ["on-call@example.org"], actions = ["arn:aws:sns:us-east-1:123456789012:elsewhere"] }
  }

  assert {
    condition     = jsondecode(aws_sns_topic_policy.alarms[0].policy).Statement[0].Resource == aws_sns_topic.alarms[0].arn && length(jsondecode(aws_sns_topic_policy.alarms[0].policy).Statement) == 1
    error_message = "One statement, for this topic."
  }
  assert {
    condition = jsondecode(aws_sns_topic_policy.alarms[0].policy).Statement[0].Condition.StringEquals == {
      "aws:SourceAccount" = "123456789012"
      "aws:SourceArn"     = [for name in ["errors", "fell-short", "no-cycle", "throttle"] : "arn:aws:cloudwatch:us-east-1:123456789012:alarm:hearth-${name}"]
    }
    error_message = "The four alarms by name."
  }
  assert {
    condition     = alltrue([for a in values(aws_cloudwatch_metric_alarm.lambda) : a.alarm_actions == toset([aws_sns_topic.alarms[0].arn, "arn:aws:sns:us-east-1:123456789012:elsewhere"])])
    error_message = "Its own topic and the one named are told."
  }
  assert {
    condition     = aws_sns_topic_subscription.alarms["on-call@example.org"].protocol == "email"
    error_message = "And by mail."
  }
}

run "without_alarms_and_dashboard_there_are_none" {
  command = plan

  variables {
    alarms    = { enabled = false }
    dashboard = false
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.fell_short) + length(aws_cloudwatch_metric_alarm.no_cycle) + length(aws_cloudwatch_metric_alarm.lambda) + length(aws_cloudwatch_dashboard.this) == 0
    error_message = "Neither."
  }
}

run "without_cycles_nothing_waits_for_one" {
  command = plan

  variables {
    strategy = { kind = "provisioned", environments = 3 }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.fell_short) + length(aws_cloudwatch_metric_alarm.no_cycle) == 0 && length(aws_cloudwatch_metric_alarm.lambda) == 2
    error_message = "Errors and throttles only."
  }
}
