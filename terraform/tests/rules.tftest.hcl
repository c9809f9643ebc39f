# Every rule refuses what breaks it and accepts what just does not. What AWS would say only at apply time is said in the plan.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

# The package

run "no_zip_is_refused" {
  command = plan

  variables {
    zip = "tests/fixtures/absent.zip"
  }

  expect_failures = [aws_lambda_function.this]
}

run "a_zip_of_unknown_content_is_taken" {
  command = plan

  variables {
    zip = "tests/fixtures/elsewhere.zip"
  }
}

run "what_is_no_zip_is_refused" {
  command = plan

  variables {
    zip = "tests/fixtures"
  }

  expect_failures = [var.zip]
}

run "a_zip_by_name_is_taken" {
  command = plan

  variables {
    zip = "tests/fixtures/x86_64.zip"
  }
}

run "an_x86_zip_on_arm64_is_refused" {
  command = plan

  variables {
    architecture = "arm64"
  }

  expect_failures = [aws_lambda_function.this]
}

run "an_arm64_zip_on_arm64_is_taken" {
  command = plan

  variables {
    architecture = "arm64"
    zip          = "tests/fixtures/arm64.zip"
  }
}

run "a_native_zip_as_jvm_is_refused" {
  command = plan

  variables {
    package = "jvm"
    runtime = "java21"
  }

  expect_failures = [aws_lambda_function.this]
}

run "a_jvm_zip_as_jvm_is_taken" {
  command = plan

  variables {
    package = "jvm"
    runtime = "java21"
    zip     = "tests/fixtures/jvm.zip"
  }
}

run "an_unknown_package_is_refused" {
  command = plan

  variables {
    package = "docker"
  }

  expect_failures = [var.package]
}

run "a_native_package_is_taken" {
  command = plan

  variables {
    package = "native"
  }
}

run "an_unknown_architecture_is_refused" {
  command = plan

  variables {
    architecture = "riscv"
  }

  expect_failures = [var.architecture]
}

run "x86_64_is_taken" {
  command = plan

  variables {
    architecture = "x86_64"
  }
}

run "a_java_runtime_for_a_native_package_is_refused" {
  command = plan

  variables {
    runtime = "java25"
  }

  expect_failures = [var.runtime]
}

# A provider of 6.x, too, is made to look like one of 5.x, which tells the region by another name.
run "java25_with_a_provider_that_does_not_know_it_is_refused" {
  command = plan

  variables {
    package = "jvm"
    zip     = "tests/fixtures/jvm.zip"
  }
  override_data {
    target = data.aws_region.current
    values = { id = "us-east-1", region = null }
  }

  expect_failures = [aws_lambda_function.this]
}

run "an_older_java_for_a_jvm_package_is_taken" {
  command = plan

  variables {
    package = "jvm"
    zip     = "tests/fixtures/jvm.zip"
    runtime = "java21"
  }
}

# The function

run "a_name_that_aws_would_not_take_is_refused" {
  command = plan

  variables {
    name = "my function"
  }

  expect_failures = [var.name]
}

run "a_name_of_letters_and_hyphens_is_taken" {
  command = plan

  variables {
    name = "my-function"
  }
}

run "a_name_too_long_for_the_roles_is_refused" {
  command = plan

  variables {
    name = "a23456789012345678901234567890123456789"
  }

  expect_failures = [var.name]
}

run "the_longest_name_is_taken" {
  command = plan

  variables {
    name = "a2345678901234567890123456789012345678"
  }
}

run "too_little_memory_is_refused" {
  command = plan

  variables {
    memory = 127
  }

  expect_failures = [var.memory]
}

run "the_least_memory_is_taken" {
  command = plan

  variables {
    memory = 128
  }
}

run "too_much_memory_is_refused" {
  command = plan

  variables {
    memory = 10241
  }

  expect_failures = [var.memory]
}

run "the_most_memory_is_taken" {
  command = plan

  variables {
    memory = 10240
  }
}

run "a_timeout_beyond_lambda_s_is_refused" {
  command = plan

  variables {
    timeout = 901
  }

  expect_failures = [var.timeout]
}

run "the_longest_timeout_is_taken" {
  command = plan

  variables {
    timeout = 900
  }
}

run "a_timeout_shorter_than_the_window_is_refused" {
  command = plan

  variables {
    timeout = 3
  }

  expect_failures = [aws_scheduler_schedule_group.this]
}

run "a_timeout_that_holds_the_window_is_taken" {
  command = plan

  variables {
    timeout = 4
  }
}

run "a_timeout_shorter_than_a_longer_window_is_refused" {
  command = plan

  variables {
    timeout = 30
    warm    = { max_window = "29s" }
  }

  expect_failures = [aws_scheduler_schedule_group.this]
}

run "without_schedules_a_short_timeout_is_taken" {
  command = plan

  variables {
    timeout  = 1
    strategy = { kind = "none" }
  }
}

run "latest_as_the_alias_is_refused" {
  command = plan

  variables {
    alias    = "$LATEST"
    strategy = { kind = "provisioned", environments = 1 }
  }

  expect_failures = [var.alias]
}

run "an_alias_is_taken" {
  command = plan

  variables {
    alias    = "prod"
    strategy = { kind = "provisioned", environments = 1 }
  }
}

run "a_version_as_the_alias_is_refused" {
  command = plan

  variables {
    alias = "12"
  }

  expect_failures = [var.alias]
}

run "an_alias_with_a_number_is_taken" {
  command = plan

  variables {
    alias = "v12"
  }
}

run "a_bad_variable_name_is_refused" {
  command = plan

  variables {
    environment = { "1ST" = "x" }
  }

  expect_failures = [var.environment]
}

run "a_good_variable_name_is_taken" {
  command = plan

  variables {
    environment = { FIRST_1 = "x" }
  }
}

run "a_variable_that_is_lambda_s_own_is_refused" {
  command = plan

  variables {
    environment = { AWS_REGION = "x" }
  }

  expect_failures = [var.environment]
}

run "a_variable_of_the_sdk_s_is_taken" {
  command = plan

  variables {
    environment = { AWS_MAX_ATTEMPTS = "1" }
  }
}

run "too_large_an_environment_is_refused" {
  command = plan

  variables {
    environment = { BIG = join("", [for i in range(360) : "xxxxxxxxxx"]) }
  }

  expect_failures = [var.environment]
}

run "a_large_environment_is_taken" {
  command = plan

  variables {
    environment = { BIG = join("", [for i in range(350) : "xxxxxxxxxx"]) }
  }
}

run "a_retention_that_cloudwatch_has_not_is_refused" {
  command = plan

  variables {
    log_retention_days = 31
  }

  expect_failures = [var.log_retention_days]
}

run "a_retention_that_cloudwatch_has_is_taken" {
  command = plan

  variables {
    log_retention_days = 365
  }
}

run "a_key_by_alias_is_refused" {
  command = plan

  variables {
    kms_key_arn = "alias/mine"
  }

  expect_failures = [var.kms_key_arn]
}

run "a_key_by_arn_is_taken" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f1e"
  }
}

run "a_tag_of_aws_s_own_is_refused" {
  command = plan

  variables {
    tags = { "aws:cost" = "x" }
  }

  expect_failures = [var.tags]
}

run "a_tag_is_taken" {
  command = plan

  variables {
    tags = { cost = "x" }
  }
}

run "more_than_50_tags_are_refused" {
  command = plan

  variables {
    tags = { for i in range(51) : "t${i}" => "x" }
  }

  expect_failures = [var.tags]
}

run "fifty_tags_are_taken" {
  command = plan

  variables {
    tags = { for i in range(50) : "t${i}" => "x" }
  }
}

# Concurrency

run "reserving_nothing_is_refused" {
  command = plan

  variables {
    reserved_concurrency = 0
  }

  expect_failures = [var.reserved_concurrency]
}

run "reserving_as_many_as_the_target_is_taken" {
  command = plan

  variables {
    reserved_concurrency = 5
  }
}

run "reserving_what_the_account_must_keep_is_refused" {
  command = plan

  variables {
    reserved_concurrency = 901
  }

  expect_failures = [var.reserved_concurrency]
}

run "reserving_all_that_the_account_lets_is_taken" {
  command = plan

  variables {
    reserved_concurrency = 900
  }
}

run "reserving_more_in_a_larger_account_is_taken" {
  command = plan

  variables {
    reserved_concurrency = 2000
    account_concurrency  = 3000
  }
}

run "an_account_without_concurrency_is_refused" {
  command = plan

  variables {
    account_concurrency = 0
  }

  expect_failures = [var.account_concurrency]
}

run "a_new_account_can_warm_five" {
  command = plan

  variables {
    account_concurrency = 10
  }
}

run "a_target_above_reserved_concurrency_is_refused" {
  command = plan

  variables {
    reserved_concurrency = 19
    strategy             = { schedules = { s = { expression = "rate(5 minutes)", target = 20 } } }
  }

  expect_failures = [aws_scheduler_schedule.this]
}

run "a_target_within_reserved_concurrency_is_taken" {
  command = plan

  variables {
    reserved_concurrency = 20
    strategy             = { schedules = { s = { expression = "rate(5 minutes)", target = 20 } } }
  }
}

run "a_range_above_reserved_concurrency_is_refused" {
  command = plan

  variables {
    reserved_concurrency = 19
    strategy             = { schedules = { s = { expression = "rate(5 minutes)", target = { min = 2, max = 20 } } } }
  }

  expect_failures = [aws_scheduler_schedule.this]
}

run "a_range_that_ends_below_its_begin_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = { min = 5, max = 4 } } } }
  }

  expect_failures = [var.strategy]
}

run "a_range_of_one_end_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = { min = 5 } } } }
  }

  expect_failures = [var.strategy]
}

run "a_range_with_a_misspelt_end_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = { min = 5, max = 9, most = 9 } } } }
  }

  expect_failures = [var.strategy]
}

run "a_target_above_what_the_account_leaves_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 901 } } }
  }

  expect_failures = [aws_scheduler_schedule.this]
}

run "a_target_that_the_account_leaves_is_taken" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 900 } } }
  }
}

run "more_than_a_new_account_leaves_is_refused" {
  command = plan

  variables {
    account_concurrency = 10
    strategy            = { schedules = { s = { expression = "rate(5 minutes)", target = 6 } } }
  }

  expect_failures = [aws_scheduler_schedule.this]
}

run "provisioning_above_reserved_concurrency_is_refused" {
  command = plan

  variables {
    reserved_concurrency = 9
    strategy             = { kind = "provisioned", environments = 10 }
  }

  expect_failures = [aws_lambda_provisioned_concurrency_config.fixed]
}

run "provisioning_within_reserved_concurrency_is_taken" {
  command = plan

  variables {
    reserved_concurrency = 10
    strategy             = { kind = "provisioned", environments = 10 }
  }
}

run "provisioning_above_what_the_account_leaves_is_refused" {
  command = plan

  variables {
    strategy = { kind = "provisioned", environments = 901 }
  }

  expect_failures = [aws_lambda_provisioned_concurrency_config.fixed]
}

run "provisioning_what_the_account_leaves_is_taken" {
  command = plan

  variables {
    strategy = { kind = "provisioned", environments = 900 }
  }
}

run "scaling_above_reserved_concurrency_is_refused" {
  command = plan

  variables {
    reserved_concurrency = 20
    strategy             = { kind = "autoscaled", minimum = 1, maximum = 21 }
  }

  expect_failures = [aws_lambda_provisioned_concurrency_config.scaled]
}

run "scaling_within_reserved_concurrency_is_taken" {
  command = plan

  variables {
    reserved_concurrency = 21
    strategy             = { kind = "autoscaled", minimum = 1, maximum = 21 }
  }
}

# The strategy

run "an_unknown_strategy_is_refused" {
  command = plan

  variables {
    strategy = { kind = "provisionned" }
  }

  expect_failures = [var.strategy]
}

run "no_strategy_is_taken" {
  command = plan

  variables {
    strategy = { kind = "none" }
  }
}

run "what_belongs_to_another_strategy_is_refused" {
  command = plan

  variables {
    strategy = { environments = 5 }
  }

  expect_failures = [var.strategy]
}

run "what_belongs_to_the_strategy_is_taken" {
  command = plan

  variables {
    strategy = { kind = "provisioned", environments = 5 }
  }
}

run "snapstart_of_a_native_package_is_refused" {
  command = plan

  variables {
    strategy = { kind = "snapstart" }
  }

  expect_failures = [var.strategy]
}

run "snapstart_of_a_jvm_package_is_taken" {
  command = plan

  variables {
    strategy = { kind = "snapstart" }
    package  = "jvm"
    runtime  = "java21"
    zip      = "tests/fixtures/jvm.zip"
  }
}

run "snapstart_with_provisioned_environments_is_refused" {
  command = plan

  variables {
    strategy = { kind = "snapstart", environments = 5 }
    package  = "jvm"
    runtime  = "java21"
    zip      = "tests/fixtures/jvm.zip"
  }

  expect_failures = [var.strategy]
}

run "no_schedule_under_schedule_is_refused" {
  command = plan

  variables {
    strategy = { schedules = {} }
  }

  expect_failures = [var.strategy]
}

run "a_misspelt_field_does_not_pass_for_the_default" {
  command = plan

  variables {
    strategy = { schedule = { office = { expression = "rate(5 minutes)", target = 5 } } }
  }

  expect_failures = [var.strategy]
}

run "a_target_of_none_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 0 } } }
  }

  expect_failures = [var.strategy]
}

run "the_classic_ping_is_taken" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(4 minutes)", target = 1 } } }
  }
}

run "half_an_environment_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1.5 } } }
  }

  expect_failures = [var.strategy]
}

run "a_bad_schedule_name_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { "office hours" = { expression = "rate(5 minutes)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_schedule_name_with_dots_is_taken" {
  command = plan

  variables {
    strategy = { schedules = { "office.hours-1" = { expression = "rate(5 minutes)", target = 1 } } }
  }
}

run "a_rate_without_a_unit_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_rate_of_nothing_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(0 minutes)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_rate_in_seconds_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(30 seconds)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_bare_interval_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "5 minutes", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_cron_of_five_fields_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "cron(0/5 8-17 * * MON-FRI)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_cron_without_a_question_mark_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "cron(0 8 * * * *)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_cron_with_two_question_marks_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "cron(0 8 ? * ? *)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_cron_at_minute_60_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "cron(60 8 ? * MON *)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_cron_at_hour_24_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "cron(0 24 ? * MON *)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "a_cron_on_a_day_unknown_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "cron(0 8 ? * MOO *)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "an_at_without_a_time_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "at(2027-03-01)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "an_at_on_a_day_that_is_not_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "at(2027-02-30T08:00:00)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "an_empty_expression_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "days_before_the_last_which_other_crons_know_are_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "cron(0 8 L-3 * ? *)", target = 1 } } }
  }

  expect_failures = [var.strategy]
}

run "every_form_of_expression_is_taken" {
  command = plan

  variables {
    strategy = { schedules = {
      s0  = { expression = "rate(1 minute)", target = 1 }
      s1  = { expression = "rate(12 hours)", target = 1 }
      s2  = { expression = "rate(1 day)", target = 1 }
      s3  = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 1 }
      s4  = { expression = "cron(*/5 * * * ? *)", target = 1 }
      s5  = { expression = "cron(0,15,30-45/5 6,18 1,15 JAN-JUN/2,12 ? 2027-2030)", target = 1 }
      s6  = { expression = "cron(0 8 L * ? *)", target = 1 }
      s7  = { expression = "cron(0 8 LW * ? *)", target = 1 }
      s8  = { expression = "cron(0 8 15W * ? *)", target = 1 }
      s9  = { expression = "cron(0 8 ? * 6L *)", target = 1 }
      s10 = { expression = "cron(0 8 ? * TUE#2 *)", target = 1 }
      s11 = { expression = "at(2028-02-29T08:00:00)", target = 1 }
    } }
  }
}

run "a_time_zone_by_offset_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1, timezone = "+09:00" } } }
  }

  expect_failures = [var.strategy]
}

run "a_time_zone_by_name_is_taken" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1, timezone = "America/Argentina/Buenos_Aires" } } }
  }
}

run "a_start_with_an_offset_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1, start = "2027-01-31T08:00:00+01:00" } } }
  }

  expect_failures = [var.strategy]
}

run "a_start_in_utc_is_taken" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1, start = "2027-01-31T08:00:00Z" } } }
  }
}

run "an_end_before_the_start_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1, start = "2027-02-01T00:00:00Z", end = "2027-01-31T08:00:00Z" } } }
  }

  expect_failures = [var.strategy]
}

run "an_end_after_the_start_is_taken" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1, start = "2027-01-31T08:00:00Z", end = "2027-02-01T00:00:00Z" } } }
  }
}

run "an_end_that_is_no_time_is_refused" {
  command = plan

  variables {
    strategy = { schedules = { s = { expression = "rate(5 minutes)", target = 1, end = "tomorrowZ" } } }
  }

  expect_failures = [var.strategy]
}

run "provisioned_without_a_number_is_refused" {
  command = plan

  variables {
    strategy = { kind = "provisioned" }
  }

  expect_failures = [var.strategy]
}

run "provisioned_with_none_is_refused" {
  command = plan

  variables {
    strategy = { kind = "provisioned", environments = 0 }
  }

  expect_failures = [var.strategy]
}

run "autoscaled_without_bounds_is_refused" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1 }
  }

  expect_failures = [var.strategy]
}

run "a_minimum_above_the_maximum_is_refused" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 6, maximum = 5 }
  }

  expect_failures = [var.strategy]
}

run "a_minimum_of_the_maximum_is_taken" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 5, maximum = 5 }
  }
}

run "a_minimum_of_none_is_refused" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 0, maximum = 5 }
  }

  expect_failures = [var.strategy]
}

run "a_minimum_of_one_is_taken" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 5 }
  }
}

run "a_utilisation_in_percent_is_refused" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 5, utilisation = 70 }
  }

  expect_failures = [var.strategy]
}

run "a_utilisation_as_a_share_is_taken" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 5, utilisation = 0.9 }
  }
}

run "an_action_with_its_minimum_above_its_maximum_is_refused" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 5, actions = { night = { expression = "cron(0 20 * * ? *)", minimum = 3, maximum = 2 } } }
  }

  expect_failures = [var.strategy]
}

run "an_action_in_order_is_taken" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 5, actions = { night = { expression = "cron(0 20 * * ? *)", minimum = 2, maximum = 3 } } }
  }
}

run "an_action_down_to_none_is_refused" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 5, actions = { night = { expression = "cron(0 20 * * ? *)", minimum = 0, maximum = 2 } } }
  }

  expect_failures = [var.strategy]
}

run "an_action_at_a_bad_time_is_refused" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 5, actions = { night = { expression = "cron(0 20 * * *)", minimum = 1, maximum = 2 } } }
  }

  expect_failures = [var.strategy]
}

# The warmer's settings

run "a_window_without_a_unit_is_refused" {
  command = plan

  variables {
    warm = { min_window = "100" }
  }

  expect_failures = [var.warm]
}

run "a_window_in_milliseconds_is_taken" {
  command = plan

  variables {
    warm = { min_window = "250ms" }
  }
}

run "a_shortest_window_above_the_longest_is_refused" {
  command = plan

  variables {
    warm = { min_window = "3s" }
  }

  expect_failures = [var.warm]
}

run "a_shortest_window_as_long_as_the_longest_is_taken" {
  command = plan

  variables {
    warm = { min_window = "2000ms" }
  }
}

run "an_age_below_the_scheduler_s_precision_is_refused" {
  command = plan

  variables {
    warm = { max_age = "59s" }
  }

  expect_failures = [var.warm]
}

run "an_age_of_the_scheduler_s_precision_is_taken" {
  command = plan

  variables {
    warm = { max_age = "1m" }
  }
}

run "no_round_at_all_is_refused" {
  command = plan

  variables {
    warm = { rounds = 0 }
  }

  expect_failures = [var.warm]
}

run "one_round_is_taken" {
  command = plan

  variables {
    warm = { rounds = 1 }
  }
}

# HTTP

run "an_unknown_way_in_is_refused" {
  command = plan

  variables {
    http = { kind = "alb" }
  }

  expect_failures = [var.http]
}

run "no_way_in_is_taken" {
  command = plan

  variables {
    http = { kind = "none" }
  }
}

run "an_unknown_authorisation_is_refused" {
  command = plan

  variables {
    http = { kind = "url", authorization = "JWT" }
  }

  expect_failures = [var.http]
}

run "an_open_url_by_name_is_taken" {
  command = plan

  variables {
    http = { kind = "url", authorization = "NONE" }
  }
}

run "an_authorisation_of_the_api_is_refused" {
  command = plan

  variables {
    http = { authorization = "NONE" }
  }

  expect_failures = [var.http]
}

run "a_domain_of_a_function_url_is_refused" {
  command = plan

  variables {
    http = { kind = "url", domain = { name = "api.example.org", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } }
  }

  expect_failures = [var.http]
}

run "a_domain_of_the_api_is_taken" {
  command = plan

  variables {
    http = { domain = { name = "api.example.org", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } }
  }
}

run "throttling_to_nothing_is_refused" {
  command = plan

  variables {
    http = { burst = 0 }
  }

  expect_failures = [var.http]
}

run "throttling_to_one_is_taken" {
  command = plan

  variables {
    http = { requests_per_second = 1, burst = 1 }
  }
}

# Alarms

run "mail_without_a_topic_is_refused" {
  command = plan

  variables {
    alarms = { emails = ["on-call@example.org"] }
  }

  expect_failures = [var.alarms]
}

run "mail_with_a_topic_is_taken" {
  command = plan

  variables {
    alarms = { create_topic = true, emails = ["on-call@example.org"] }
  }
}

run "an_interval_beyond_what_cloudwatch_sees_is_refused" {
  command = plan

  variables {
    alarms = { interval_minutes = 3361 }
  }

  expect_failures = [var.alarms]
}

run "the_longest_interval_is_taken" {
  command = plan

  variables {
    alarms = { interval_minutes = 3360 }
  }
}

run "an_action_that_is_no_arn_is_refused" {
  command = plan

  variables {
    alarms = { actions = ["on-call"] }
  }

  expect_failures = [var.alarms]
}

run "an_action_by_arn_is_taken" {
  command = plan

  variables {
    alarms = { actions = ["arn:aws:sns:us-east-1:123456789012:on-call"] }
  }
}

# A function that is there already

run "latest_of_an_existing_function_is_refused" {
  command = plan

  variables {
    existing_function = { name = "shop", alias = "$LATEST", role_name = "shop-role" }
  }

  expect_failures = [var.existing_function]
}

run "an_alias_of_an_existing_function_is_taken" {
  command = plan

  variables {
    existing_function = { name = "shop", alias = "live", role_name = "shop-role" }
  }
}

run "an_existing_function_by_arn_is_refused" {
  command = plan

  variables {
    existing_function = { name = "arn:aws:lambda:us-east-1:123456789012:function:shop", alias = "live", role_name = "shop-role" }
  }

  expect_failures = [var.existing_function]
}

run "snapstart_of_an_existing_function_is_refused" {
  command = plan

  variables {
    existing_function = { name = "shop", alias = "live", role_name = "shop-role" }
    package           = "jvm"
    strategy          = { kind = "snapstart" }
  }

  expect_failures = [var.existing_function]
}
