# What is deployed where nothing but the zip is said.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

run "deploys_a_native_function_that_publishes_versions" {
  command = plan

  assert {
    condition = (
      aws_lambda_function.this[0].runtime == "provided.al2023" && aws_lambda_function.this[0].handler == "bootstrap"
      && aws_lambda_function.this[0].architectures == tolist(["x86_64"]) && aws_lambda_function.this[0].memory_size == 512
      && aws_lambda_function.this[0].timeout == 30 && aws_lambda_function.this[0].publish
    )
    error_message = "A native function on provided.al2023, x86_64, 512 MB, 30 s, with versions."
  }
  assert {
    condition     = aws_lambda_function.this[0].source_code_hash == filebase64sha256("tests/fixtures/x86_64.zip")
    error_message = "Another zip must be seen by its hash."
  }
  assert {
    condition     = length(aws_lambda_function.this[0].snap_start) == 0 && aws_lambda_function.this[0].tracing_config[0].mode == "PassThrough"
    error_message = "Neither SnapStart nor tracing unless asked for."
  }
  assert {
    condition     = aws_lambda_function.this[0].reserved_concurrent_executions == null
    error_message = "Nothing is reserved unless asked for."
  }
  assert {
    condition = aws_lambda_function.this[0].environment[0].variables == tomap({
      HEARTH_WARM_MAX_TARGET = "100", HEARTH_WARM_FAN_OUT = "100", HEARTH_WARM_MIN_WINDOW = "20ms", HEARTH_WARM_MAX_WINDOW = "2s",
      HEARTH_WARM_ROUNDS     = "4", HEARTH_WARM_MAX_AGE = "2m", HEARTH_WARM_EXPOSE = "false"
    })
    error_message = "The warmer's settings, GET /warm closed."
  }
}

run "keeps_five_environments_warm_every_five_minutes" {
  command = plan

  assert {
    condition     = join(" ", keys(aws_scheduler_schedule.this)) == "every-5-minutes"
    error_message = "One schedule."
  }
  assert {
    condition     = aws_scheduler_schedule.this["every-5-minutes"].schedule_expression == "rate(5 minutes)"
    error_message = "Every five minutes."
  }
  assert {
    condition = jsondecode(aws_scheduler_schedule.this["every-5-minutes"].target[0].input) == {
      hearth = { cycle = { target = 5, id = "<aws.scheduler.execution-id>", scheduledAt = "<aws.scheduler.scheduled-time>" } }
    }
    error_message = "The cycle event of the design."
  }
  assert {
    condition     = strcontains(aws_scheduler_schedule.this["every-5-minutes"].target[0].input, "\"<aws.scheduler.execution-id>\"")
    error_message = "The Scheduler replaces <…>, not \\u003c…\\u003e."
  }
  assert {
    condition = (
      aws_scheduler_schedule.this["every-5-minutes"].flexible_time_window[0].mode == "OFF"
      && aws_scheduler_schedule.this["every-5-minutes"].target[0].retry_policy[0].maximum_retry_attempts == 0
    )
    error_message = "On time or not at all."
  }
  assert {
    condition     = aws_scheduler_schedule.this["every-5-minutes"].target[0].arn == "arn:aws:lambda:us-east-1:123456789012:function:hearth:live"
    error_message = "The alias is warmed, which is what is called."
  }
}

run "retries_no_warm_event_and_lets_none_wait" {
  command = plan

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.live.qualifier == "live"
      && aws_lambda_function_event_invoke_config.live.maximum_retry_attempts == 0
      && aws_lambda_function_event_invoke_config.live.maximum_event_age_in_seconds == 60
    )
    error_message = "Retries 0 and 60 s at most, on the alias."
  }
}

run "lets_the_scheduler_invoke_this_alias_only" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.scheduler[0].policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid      = "StartCycles", Effect = "Allow", Action = "lambda:InvokeFunction"
        Resource = "arn:aws:lambda:us-east-1:123456789012:function:hearth:live"
      }]
    }
    error_message = "One action on one ARN."
  }
  assert {
    condition = jsondecode(aws_iam_role.scheduler[0].assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "scheduler.amazonaws.com" }
        Condition = { StringEquals = {
          "aws:SourceAccount" = "123456789012"
          "aws:SourceArn"     = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/hearth"
        } }
      }]
    }
    error_message = "Assumed only for this group's schedules in this account."
  }
  assert {
    condition     = aws_scheduler_schedule.this["every-5-minutes"].group_name == "hearth"
    error_message = "The schedule is in the group that the role trusts."
  }
}

run "lets_the_function_invoke_itself_and_write_its_log_and_nothing_else" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.function[0].policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "WriteItsOwnLog", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/hearth:*"
        },
        {
          Sid      = "WarmItsOwnAlias", Effect = "Allow", Action = "lambda:InvokeFunction"
          Resource = "arn:aws:lambda:us-east-1:123456789012:function:hearth:live"
        },
      ]
    }
    error_message = "Two statements, each for its own."
  }
  assert {
    condition = jsondecode(aws_iam_role.function[0].assume_role_policy) == {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
    }
    error_message = "Assumed by Lambda."
  }
}

run "writes_to_a_log_group_that_ends" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.function[0].name == "/aws/lambda/hearth" && aws_cloudwatch_log_group.function[0].retention_in_days == 30
    error_message = "Its own group, kept for 30 days."
  }
  assert {
    condition     = aws_lambda_function.this[0].logging_config[0].log_group == aws_cloudwatch_log_group.function[0].name
    error_message = "The function writes there, so the group is made first."
  }
}

run "a_key_encrypts_everything_and_may_be_used_by_who_needs_it" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f1e"
    alarms      = { create_topic = true }
  }

  assert {
    condition = alltrue([for key in [
      aws_lambda_function.this[0].kms_key_arn, aws_cloudwatch_log_group.function[0].kms_key_id, aws_cloudwatch_log_group.http[0].kms_key_id,
      aws_scheduler_schedule.this["every-5-minutes"].kms_key_arn, aws_sns_topic.alarms[0].kms_master_key_id
    ] : key == var.kms_key_arn])
    error_message = "Environment, logs, schedules and topic under the key."
  }
  assert {
    condition = alltrue([for policy in [aws_iam_role_policy.function[0].policy, aws_iam_role_policy.scheduler[0].policy] : contains(
      [for s in jsondecode(policy).Statement : [s.Action, s.Resource]], ["kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/0f1e"]
    )])
    error_message = "Function and scheduler may decrypt with this key."
  }
}

run "tracing_brings_the_only_wildcard" {
  command = plan

  variables {
    tracing = true
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.function[0].policy).Statement : s if s.Resource == "*"] == [
      { Sid = "SendTraces", Effect = "Allow", Action = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource = "*" }
    ]
    error_message = "X-Ray's two write actions."
  }
  assert {
    condition     = aws_lambda_function.this[0].tracing_config[0].mode == "Active"
    error_message = "Tracing is on."
  }
}

run "a_jvm_package_runs_on_java" {
  command = plan

  variables {
    package      = "jvm"
    runtime      = "java21"
    zip          = "tests/fixtures/jvm.zip"
    architecture = "arm64"
  }

  assert {
    condition = (
      aws_lambda_function.this[0].runtime == "java21"
      && aws_lambda_function.this[0].handler == "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"
      && aws_lambda_function.this[0].architectures == tolist(["arm64"])
    )
    error_message = "The Java that was named, with Quarkus's handler; a jar runs on either architecture."
  }
}

run "says_what_was_asked" {
  command = plan

  variables {
    memory               = 1769
    timeout              = 12
    reserved_concurrency = 40
    log_retention_days   = 7
    tags                 = { team = "heat" }
    environment          = { GREETING = "hi", HEARTH_WARM_ROUNDS = "2" }
    warm                 = { max_window = "500ms", expose = true }
  }

  assert {
    condition = (
      aws_lambda_function.this[0].memory_size == 1769 && aws_lambda_function.this[0].timeout == 12
      && aws_lambda_function.this[0].reserved_concurrent_executions == 40 && aws_cloudwatch_log_group.function[0].retention_in_days == 7
      && aws_lambda_function.this[0].tags == tomap({ team = "heat" })
    )
    error_message = "Memory, time-out, concurrency, retention and tags as given."
  }
  assert {
    condition = aws_lambda_function.this[0].environment[0].variables == tomap({
      HEARTH_WARM_MAX_TARGET = "40", HEARTH_WARM_FAN_OUT = "100", HEARTH_WARM_MIN_WINDOW = "20ms", HEARTH_WARM_MAX_WINDOW = "500ms",
      HEARTH_WARM_ROUNDS     = "2", HEARTH_WARM_MAX_AGE = "2m", HEARTH_WARM_EXPOSE = "true", GREETING = "hi"
    })
    error_message = "The user's variables beside the warmer's, and before them; no cycle above what is reserved."
  }
}

run "names_of_two_deployments_differ" {
  command = plan

  variables {
    name   = "other"
    alarms = { create_topic = true }
  }

  assert {
    condition = alltrue([for name in concat([
      aws_lambda_function.this[0].function_name, aws_cloudwatch_log_group.function[0].name, aws_cloudwatch_log_group.http[0].name,
      aws_iam_role.function[0].name, aws_iam_role.scheduler[0].name, aws_scheduler_schedule_group.this[0].name,
      aws_apigatewayv2_api.this[0].name, aws_sns_topic.alarms[0].name, aws_cloudwatch_dashboard.this[0].dashboard_name,
      ], values(aws_cloudwatch_metric_alarm.lambda)[*].alarm_name, values(aws_cloudwatch_metric_alarm.fell_short)[*].alarm_name) :
      strcontains(name, "other") && !strcontains(name, "hearth")
    ])
    error_message = "Every name is made from var.name."
  }
}

run "names_that_belong_to_the_account_say_the_region" {
  command = plan

  assert {
    condition = alltrue([for name in [
      aws_iam_role.function[0].name, aws_iam_role.scheduler[0].name, aws_cloudwatch_dashboard.this[0].dashboard_name
    ] : strcontains(name, "us-east-1")])
    error_message = "Roles and dashboards of two regions must not collide."
  }
}

run "the_longest_name_fits" {
  command = plan

  variables {
    name = "a2345678901234567890123456789012345678"
  }
  override_data {
    target = data.aws_region.current
    values = { id = "ap-southeast-2", region = "ap-southeast-2" }
  }

  assert {
    condition     = alltrue([for name in [aws_iam_role.function[0].name, aws_iam_role.scheduler[0].name] : length(name) <= 64])
    error_message = "A role's name has 64 characters at most."
  }
}
