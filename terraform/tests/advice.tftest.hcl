# The blocks that ./hearth advise prints, as they are: src/lab's TerraformBlockTest looks for them here.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

run "nothing" {
  command = plan

  variables {
    strategy = { kind = "none" }
  }

  assert {
    condition     = length(aws_scheduler_schedule.this) == 0
    error_message = "Nothing is kept warm."
  }
}

run "a_fixed_number" {
  command = plan

  variables {
    strategy = {
      schedules = {
        every-5-minutes = { expression = "rate(5 minutes)", target = 5 }
      }
    }
  }

  assert {
    condition     = { for name, s in aws_scheduler_schedule.this : name => jsondecode(s.target[0].input).hearth.cycle.target } == { every-5-minutes = 5 }
    error_message = "One schedule of five."
  }
}

run "a_range" {
  command = plan

  variables {
    strategy = {
      schedules = {
        every-5-minutes = { expression = "rate(5 minutes)", target = { min = 2, max = 100 } }
      }
    }
  }

  assert {
    condition     = jsondecode(aws_scheduler_schedule.this["every-5-minutes"].target[0].input).hearth.cycle.target == { min = 2, max = 100 }
    error_message = "The cycle gets the range, and finds its target."
  }

  assert {
    condition     = strcontains(aws_scheduler_schedule.this["every-5-minutes"].description, "2 to 100 environments")
    error_message = "The description names the range."
  }
}

run "hours_of_the_week" {
  command = plan

  variables {
    strategy = {
      schedules = {
        "mon-tue.thu-fri-2"  = { expression = "cron(0/5 0-7,18-23 ? * MON-TUE,THU-FRI *)", target = 2, timezone = "Europe/Berlin" }
        "mon-tue.thu-fri-12" = { expression = "cron(0/5 8-17 ? * MON-TUE,THU-FRI *)", target = 12, timezone = "Europe/Berlin" }
        "wed-2"              = { expression = "cron(0/5 0-5,12-13,22-23 ? * WED *)", target = 2, timezone = "Europe/Berlin" }
        "wed-12"             = { expression = "cron(0/5 6-11,14-21 ? * WED *)", target = 12, timezone = "Europe/Berlin" }
        "sat-1"              = { expression = "cron(0/5 * ? * SAT *)", target = 1, timezone = "Europe/Berlin" }
      }
    }
  }

  assert {
    condition     = length(aws_scheduler_schedule.this) == 5 && aws_scheduler_schedule.this["wed-12"].schedule_expression_timezone == "Europe/Berlin"
    error_message = "An entry for each set of days and target, in the user's time zone."
  }
}

run "provisioned" {
  command = plan

  variables {
    strategy = {
      kind         = "provisioned"
      environments = 5
    }
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.fixed[0].provisioned_concurrent_executions == 5
    error_message = "Five are provisioned."
  }
}

run "provisioned_by_hours" {
  command = plan

  variables {
    strategy = {
      kind    = "autoscaled"
      minimum = 1
      maximum = 12
      actions = {
        "mon-tue.thu-fri-00" = { expression = "cron(0 0 ? * MON-TUE,THU-FRI *)", minimum = 2, maximum = 2, timezone = "Europe/Berlin" }
        "mon-tue.thu-fri-08" = { expression = "cron(0 8 ? * MON-TUE,THU-FRI *)", minimum = 12, maximum = 12, timezone = "Europe/Berlin" }
        "mon-tue.thu-fri-18" = { expression = "cron(0 18 ? * MON-TUE,THU-FRI *)", minimum = 2, maximum = 2, timezone = "Europe/Berlin" }
        "wed-00"             = { expression = "cron(0 0 ? * WED *)", minimum = 2, maximum = 2, timezone = "Europe/Berlin" }
        "wed-06"             = { expression = "cron(0 6 ? * WED *)", minimum = 12, maximum = 12, timezone = "Europe/Berlin" }
        "wed-12"             = { expression = "cron(0 12 ? * WED *)", minimum = 2, maximum = 2, timezone = "Europe/Berlin" }
        "wed-14"             = { expression = "cron(0 14 ? * WED *)", minimum = 12, maximum = 12, timezone = "Europe/Berlin" }
        "wed-22"             = { expression = "cron(0 22 ? * WED *)", minimum = 2, maximum = 2, timezone = "Europe/Berlin" }
        "sat-sun-00"         = { expression = "cron(0 0 ? * SAT-SUN *)", minimum = 1, maximum = 1, timezone = "Europe/Berlin" }
      }
    }
  }

  assert {
    condition     = length(aws_appautoscaling_scheduled_action.this) == 9
    error_message = "An action for each change of the number."
  }
}

run "autoscaled" {
  command = plan

  variables {
    strategy = {
      kind        = "autoscaled"
      minimum     = 1
      maximum     = 20
      utilisation = 0.7
    }
  }

  assert {
    condition     = aws_appautoscaling_target.alias[0].max_capacity == 20
    error_message = "Up to twenty."
  }
}
