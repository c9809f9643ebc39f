# Each strategy makes what it needs, and nothing of the others.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

run "none_keeps_nothing_warm" {
  command = plan

  variables {
    strategy = { kind = "none" }
  }

  assert {
    condition = (
      length(aws_scheduler_schedule.this) == 0 && length(aws_scheduler_schedule_group.this) == 0 && length(aws_iam_role.scheduler) == 0
      && length(aws_lambda_provisioned_concurrency_config.fixed) == 0 && length(aws_lambda_provisioned_concurrency_config.scaled) == 0
      && length(aws_appautoscaling_target.alias) == 0 && length(aws_lambda_function.this[0].snap_start) == 0
    )
    error_message = "No schedule, no role for it, no provisioned concurrency, no SnapStart."
  }
}

run "schedule_takes_any_number_of_named_schedules" {
  command = plan

  variables {
    strategy = {
      schedules = {
        ping   = { expression = "rate(4 minutes)", target = 1 }
        office = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 20, timezone = "Asia/Seoul" }
        launch = { expression = "at(2027-03-01T08:55:00)", target = 80, timezone = "Europe/Berlin" }
        season = { expression = "rate(10 minutes)", target = 3, start = "2026-12-01T00:00:00Z", end = "2027-01-07T00:00:00Z" }
      }
    }
  }

  assert {
    condition     = { for name, s in aws_scheduler_schedule.this : name => jsondecode(s.target[0].input).hearth.cycle.target } == { ping = 1, office = 20, launch = 80, season = 3 }
    error_message = "One schedule each, with its target in the event."
  }
  assert {
    condition     = aws_scheduler_schedule.this["office"].schedule_expression_timezone == "Asia/Seoul" && aws_scheduler_schedule.this["office"].schedule_expression == "cron(0/5 8-17 ? * MON-FRI *)"
    error_message = "Office hours are the office's."
  }
  assert {
    condition     = aws_scheduler_schedule.this["season"].start_date == "2026-12-01T00:00:00Z" && aws_scheduler_schedule.this["season"].end_date == "2027-01-07T00:00:00Z"
    error_message = "A season starts and ends."
  }
  assert {
    condition     = length(aws_lambda_provisioned_concurrency_config.fixed) + length(aws_lambda_provisioned_concurrency_config.scaled) == 0
    error_message = "Nothing is provisioned beside it."
  }
}

run "provisioned_keeps_a_fixed_number_on_the_alias" {
  command = plan

  variables {
    strategy = { kind = "provisioned", environments = 10 }
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.fixed[0].provisioned_concurrent_executions == 10 && aws_lambda_provisioned_concurrency_config.fixed[0].qualifier == "live"
    error_message = "Ten, on the alias."
  }
  assert {
    condition     = length(aws_scheduler_schedule.this) == 0 && length(aws_appautoscaling_target.alias) == 0 && length(aws_lambda_provisioned_concurrency_config.scaled) == 0
    error_message = "Nothing scales it, nothing warms beside it."
  }
}

run "autoscaled_tracks_utilisation_between_its_bounds" {
  variables {
    strategy = {
      kind    = "autoscaled", minimum = 2, maximum = 50, utilisation = 0.6
      actions = { morning = { expression = "cron(50 7 ? * MON-FRI *)", minimum = 20, maximum = 50, timezone = "Europe/Berlin" } }
    }
  }

  assert {
    condition     = aws_appautoscaling_target.alias[0].min_capacity == 2 && aws_appautoscaling_target.alias[0].max_capacity == 50 && aws_appautoscaling_target.alias[0].resource_id == "function:hearth:live"
    error_message = "From 2 to 50, on the alias."
  }
  assert {
    condition = (
      aws_appautoscaling_policy.utilisation[0].target_tracking_scaling_policy_configuration[0].target_value == 0.6
      && aws_appautoscaling_policy.utilisation[0].target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type == "LambdaProvisionedConcurrencyUtilization"
    )
    error_message = "60 % in use is what it aims at."
  }
  assert {
    condition     = aws_appautoscaling_scheduled_action.this["morning"].scalable_target_action[0].min_capacity == "20" && aws_appautoscaling_scheduled_action.this["morning"].timezone == "Europe/Berlin"
    error_message = "More in the morning."
  }
  assert {
    condition     = length(aws_scheduler_schedule.this) == 0 && length(aws_lambda_provisioned_concurrency_config.fixed) == 0
    error_message = "Nothing fixed, nothing warms beside it."
  }
  assert {
    condition     = aws_lambda_provisioned_concurrency_config.scaled[0].provisioned_concurrent_executions == 2
    error_message = "It starts with the minimum."
  }
}

# On the state of the run before: what was provisioned then stays, whatever is deployed now.
run "a_deploy_does_not_reset_what_the_scaler_set" {
  variables {
    memory = 1024
    strategy = {
      kind    = "autoscaled", minimum = 5, maximum = 60, utilisation = 0.6
      actions = { morning = { expression = "cron(50 7 ? * MON-FRI *)", minimum = 20, maximum = 50, timezone = "Europe/Berlin" } }
    }
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.scaled[0].provisioned_concurrent_executions == 2
    error_message = "The number of provisioned environments is the scaler's, not Terraform's."
  }
  assert {
    condition     = aws_appautoscaling_target.alias[0].min_capacity == 5 && aws_appautoscaling_target.alias[0].max_capacity == 60
    error_message = "New bounds are taken over."
  }
}

run "snapstart_starts_versions_of_a_jvm_package_from_a_snapshot" {
  command = plan

  variables {
    package  = "jvm"
    runtime  = "java21"
    zip      = "tests/fixtures/jvm.zip"
    strategy = { kind = "snapstart" }
  }

  assert {
    condition     = aws_lambda_function.this[0].snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.this[0].publish
    error_message = "On published versions."
  }
  assert {
    condition     = length(aws_scheduler_schedule.this) == 0 && length(aws_lambda_provisioned_concurrency_config.fixed) == 0 && length(aws_lambda_provisioned_concurrency_config.scaled) == 0
    error_message = "SnapStart excludes provisioned concurrency."
  }
}
