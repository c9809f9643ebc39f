# A deployment that the release before made is taken over as it is: the first run of each pair makes it with that release's
# module (tests/upgrade/previous, as it was at commit fd26aeb), the second plans today's over its state. That nothing is
# changed, replaced or destroyed is seen in the plan's own words: terraform/check reads them, as a test has no expression for
# it. Here each looks that its parts are there and stay: the id of what is made anew is not known in a plan.
# In a folder of its own, as it needs Terraform 1.11 (state_key), and terraform init reads what lies in tests/.
# After a release: copy *.tf, prices.json, cycles.json and metrics.json of it there, and add here what the new one can do.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

run "a_schedule_before" {
  state_key = "every_5_minutes"

  module {
    source = "./tests/upgrade/previous"
  }
}

run "a_schedule_stays" {
  command   = plan
  state_key = "every_5_minutes"

  assert {
    condition = alltrue([for id in [
      aws_scheduler_schedule.this["every-5-minutes"].id,
      aws_scheduler_schedule_group.this[0].id,
      aws_iam_role.scheduler[0].id,
      aws_apigatewayv2_api.this[0].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "nothing_kept_warm_before" {
  state_key = "none"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    strategy = { kind = "none" }
  }
}

run "nothing_kept_warm_stays" {
  command   = plan
  state_key = "none"

  variables {
    strategy = { kind = "none" }
  }

  assert {
    condition = alltrue([for id in [
      aws_lambda_function.this[0].id,
      aws_lambda_alias.live[0].id,
      aws_iam_role.function[0].id,
      aws_cloudwatch_log_group.function[0].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "schedules_by_the_clock_before" {
  state_key = "schedules"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    strategy = { schedules = {
      office = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 20, timezone = "Europe/Berlin" }
      season = { expression = "rate(10 minutes)", target = 3, start = "2026-12-01T00:00:00Z", end = "2027-01-07T00:00:00Z" }
    } }
  }
}

run "schedules_by_the_clock_stays" {
  command   = plan
  state_key = "schedules"

  variables {
    strategy = { schedules = {
      office = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 20, timezone = "Europe/Berlin" }
      season = { expression = "rate(10 minutes)", target = 3, start = "2026-12-01T00:00:00Z", end = "2027-01-07T00:00:00Z" }
    } }
  }

  assert {
    condition = alltrue([for id in [
      aws_scheduler_schedule.this["office"].id,
      aws_scheduler_schedule.this["season"].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "provisioned_environments_before" {
  state_key = "provisioned"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    strategy = { kind = "provisioned", environments = 10 }
  }
}

run "provisioned_environments_stays" {
  command   = plan
  state_key = "provisioned"

  variables {
    strategy = { kind = "provisioned", environments = 10 }
  }

  assert {
    condition = alltrue([for id in [
      aws_lambda_provisioned_concurrency_config.fixed[0].id,
      aws_lambda_alias.live[0].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "autoscaled_environments_before" {
  state_key = "autoscaled"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    strategy = {
      kind    = "autoscaled", minimum = 2, maximum = 50
      actions = { morning = { expression = "cron(50 7 ? * MON-FRI *)", minimum = 20, maximum = 50 } }
    }
  }
}

run "autoscaled_environments_stays" {
  command   = plan
  state_key = "autoscaled"

  variables {
    strategy = {
      kind    = "autoscaled", minimum = 2, maximum = 50
      actions = { morning = { expression = "cron(50 7 ? * MON-FRI *)", minimum = 20, maximum = 50 } }
    }
  }

  assert {
    condition = alltrue([for id in [
      aws_lambda_provisioned_concurrency_config.scaled[0].id,
      aws_appautoscaling_target.alias[0].id,
      aws_appautoscaling_policy.utilisation[0].id,
      aws_appautoscaling_scheduled_action.this["morning"].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "snapstart_before" {
  state_key = "snapstart"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    strategy = { kind = "snapstart" }
    package  = "jvm"
    runtime  = "java21"
    zip      = "tests/fixtures/jvm.zip"
  }
}

run "snapstart_stays" {
  command   = plan
  state_key = "snapstart"

  variables {
    strategy = { kind = "snapstart" }
    package  = "jvm"
    runtime  = "java21"
    zip      = "tests/fixtures/jvm.zip"
  }

  assert {
    condition = alltrue([for id in [
      aws_lambda_function.this[0].id,
      aws_lambda_alias.live[0].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "a_url_that_asks_for_iam_before" {
  state_key = "closed_url"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    http = { kind = "url" }
  }
}

run "a_url_that_asks_for_iam_stays" {
  command   = plan
  state_key = "closed_url"

  variables {
    http = { kind = "url" }
  }

  assert {
    condition = alltrue([for id in [
      aws_lambda_function_url.this[0].id,
      aws_lambda_alias.live[0].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "an_open_url_before" {
  state_key = "open_url"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    http = { kind = "url", authorization = "NONE" }
  }
}

run "an_open_url_stays" {
  command   = plan
  state_key = "open_url"

  variables {
    http = { kind = "url", authorization = "NONE" }
  }

  assert {
    condition = alltrue([for id in [
      aws_lambda_function_url.this[0].id,
      aws_lambda_alias.live[0].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "all_that_can_be_said_before" {
  state_key = "everything"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    http                 = { domain = { name = "api.example.org", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } }
    alarms               = { create_topic = true, emails = ["on-call@example.org"], interval_minutes = 5 }
    kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/0f1e"
    tracing              = true
    reserved_concurrency = 40
    environment          = { GREETING = "hi" }
    tags                 = { team = "heat" }
  }
}

run "all_that_can_be_said_stays" {
  command   = plan
  state_key = "everything"

  variables {
    http                 = { domain = { name = "api.example.org", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } }
    alarms               = { create_topic = true, emails = ["on-call@example.org"], interval_minutes = 5 }
    kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/0f1e"
    tracing              = true
    reserved_concurrency = 40
    environment          = { GREETING = "hi" }
    tags                 = { team = "heat" }
  }

  assert {
    condition = alltrue([for id in [
      aws_apigatewayv2_domain_name.this[0].id,
      aws_sns_topic.alarms[0].id,
      aws_cloudwatch_log_group.http[0].id,
      aws_lambda_function.this[0].id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}

run "a_function_that_was_there_before" {
  state_key = "existing"

  module {
    source = "./tests/upgrade/previous"
  }

  variables {
    existing_function = { name = "shop", alias = "prod", role_name = "shop-role" }
  }
}

run "a_function_that_was_there_stays" {
  command   = plan
  state_key = "existing"

  variables {
    existing_function = { name = "shop", alias = "prod", role_name = "shop-role" }
  }

  assert {
    condition = alltrue([for id in [
      aws_iam_role_policy.existing[0].id,
      aws_scheduler_schedule.this["every-5-minutes"].id,
      aws_lambda_function_event_invoke_config.live.id
    ] : id != null])
    error_message = "Each is still the one that the release before made."
  }
}
