# What it costs, against figures worked out by hand and against those of GET /cost.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

run "provisioned_1536_MB_for_100_environments" {
  command = plan

  variables {
    memory   = 1536
    strategy = { kind = "provisioned", environments = 100 }
  }

  assert {
    condition     = format("%.2f", 8 * output.monthly_cost.strategies.provisioned.usd_an_hour) == "18.00" && format("%.2f", 24 * output.monthly_cost.strategies.provisioned.usd_an_hour) == "54.00"
    error_message = "8 hours are $18.00, 24 hours $54.00."
  }
  assert {
    condition     = output.monthly_cost.strategies.provisioned.usd == 1620.01 && output.monthly_cost.strategies.provisioned.usd_beyond_free_tier == 1620.01
    error_message = "30 days are $1,620.01, of which nothing is free."
  }
  assert {
    condition     = output.monthly_cost.chosen == "provisioned" && output.monthly_cost.environments == 100
    error_message = "The chosen strategy is named."
  }
}

run "a_ping_of_100_environments_every_4_minutes_at_3072_MB" {
  command = plan

  variables {
    memory   = 3072
    warm     = { min_window = "1s" } # longer than anything measured
    strategy = { schedules = { ping = { expression = "rate(4 minutes)", target = 100 } } }
  }

  assert {
    condition     = output.monthly_cost.strategies.schedule.invocations == 1080000 && output.monthly_cost.strategies.schedule.gb_seconds == 3240000
    error_message = "1,080,000 calls of a second."
  }
  assert {
    condition     = output.monthly_cost.strategies.schedule.usd_of.requests == 0.22 && output.monthly_cost.strategies.schedule.usd_of.duration == 54.00
    error_message = "$0.22 of requests and $54.00 of duration."
  }
  assert {
    condition     = output.monthly_cost.strategies.schedule.usd_beyond_free_tier == 47.35
    error_message = "400,000 GB-s and a million requests are free."
  }
  assert {
    condition     = output.monthly_cost.strategies.provisioned.usd == 3240.03
    error_message = "The same number provisioned, beside it."
  }
}

run "what_is_beyond_the_free_tier_is_paid_for" {
  command = plan

  variables {
    memory   = 1024
    warm     = { min_window = "1s" }
    strategy = { schedules = { ping = { expression = "rate(1 minute)", target = 900 } } }
  }

  # 38,880,000 calls of 1 GB-s: 38.88 M × 0.0000166667 = 648.00; requests 7.78, scheduler 0.04; free: 6.67 and 0.20
  assert {
    condition     = output.monthly_cost.strategies.schedule.usd_of.duration == 648.00 && output.monthly_cost.strategies.schedule.usd == 655.82
    error_message = "Duration $648.00, altogether $655.82."
  }
  assert {
    condition     = output.monthly_cost.strategies.schedule.usd_beyond_free_tier == 648.91
    error_message = "400,000 GB-s, a million requests and the Scheduler's calls are free."
  }
}

run "a_cycle_costs_what_it_was_measured_to_cost" {
  command = plan

  variables {
    memory   = 512
    warm     = { min_window = "1ms" }
    strategy = { schedules = { day = { expression = "rate(5 minutes)", target = 20 }, night = { expression = "rate(10 minutes)", target = 50 } } }
  }

  assert {
    condition = alltrue([for target in [20, 50] : local.hold_ms[target] == ceil(max([
      for c in jsondecode(file("cycles.json")).cycles : c.environments * c.medianMs if c.memoryMb >= 512 && c.environments <= target
    ]...) / target)])
    error_message = "What was measured is what it costs, or what had less to do and cost more."
  }
  assert {
    condition     = abs(output.monthly_cost.strategies.schedule.gb_seconds - (8640 * 20 * local.hold_ms[20] + 4320 * 50 * local.hold_ms[50]) / 2000) < 0.001
    error_message = "Each schedule by what its own target costs."
  }
  assert {
    condition     = endswith(output.monthly_cost.assumes, "not counted") && strcontains(output.monthly_cost.assumes, "(measured in the local Lambda on ${jsondecode(file("cycles.json")).measuredOn}; at least min_window)")
    error_message = "It says what it rests on."
  }
}

run "a_cycle_between_what_was_measured_costs_no_less_and_no_more_and_beyond_it_says_so" {
  command = plan

  variables {
    memory   = 300
    warm     = { min_window = "1ms" }
    strategy = { schedules = { between = { expression = "rate(5 minutes)", target = 35 }, beyond = { expression = "rate(5 minutes)", target = 200 } } }
  }

  assert {
    condition     = local.hold_all[35].above.fewer <= 35 * local.hold_ms[35] && 35 * (local.hold_ms[35] - 1) <= local.hold_all[35].below.more
    error_message = "Between its neighbours."
  }
  assert {
    condition     = local.hold_ms[200] == ceil((local.hold_all[200].below.more + (local.hold_all[200].above.more - local.hold_all[200].below.more) * local.size_share) / 100)
    error_message = "As much each as of the most that were measured."
  }
  assert {
    condition     = strcontains(output.monthly_cost.assumes, "in part beyond what was measured")
    error_message = "It says so."
  }
}

run "cron_is_counted_by_its_fields" {
  command = plan

  variables {
    strategy = { schedules = {
      office = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 1 }       # 12 × 10 × 5/7 × 30
      listed = { expression = "cron(0,30 6,18 ? * 1,7 *)", target = 1 }          # 2 × 2 × 2/7 × 30
      firsts = { expression = "cron(0 9 1,15 * ? *)", target = 1 }               # 2
      range  = { expression = "cron(10-40/10 0-6/2 * JAN-MAR ? *)", target = 1 } # 4 × 4 × 30 × 3/12
      monday = { expression = "cron(0 8 ? * MON#1 *)", target = 1 }              # 1
      last   = { expression = "cron(15 10 L * ? *)", target = 1 }                # 1
      whole  = { expression = "cron(* * * * ? *)", target = 1 }                  # 60 × 24 × 30
      once   = { expression = "at(2027-03-01T08:55:00)", target = 1 }            # 1
      daily  = { expression = "rate(1 day)", target = 1 }                        # 30
    } }
  }

  assert {
    condition = local.cycles_of == {
      office = 2572, listed = 35, firsts = 2, range = 120, monday = 1, last = 1, whole = 43200, once = 1, daily = 30
    }
    error_message = "Cycles in 30 days, rounded up."
  }
}

run "autoscaled_costs_from_its_minimum_to_its_maximum" {
  command = plan

  variables {
    memory   = 1024
    strategy = { kind = "autoscaled", minimum = 2, maximum = 20, actions = { night = { expression = "cron(0 20 * * ? *)", minimum = 1, maximum = 5 } } }
  }

  # one environment of 1 GB: 2,592,000 s × 0.0000041667 = 10.80
  assert {
    condition     = output.monthly_cost.strategies.autoscaled.usd == 10.80 && output.monthly_cost.strategies.autoscaled.usd_at_most == 216.00
    error_message = "From one environment, at night, to twenty."
  }
}

run "seoul_has_its_own_prices" {
  command = plan

  variables {
    memory   = 1024
    strategy = { kind = "provisioned", environments = 1 }
  }
  override_data {
    target = data.aws_region.current
    values = { id = "ap-northeast-2", region = "ap-northeast-2" }
  }

  # 2,592,000 × 0.0000051254
  assert {
    condition     = output.monthly_cost.strategies.provisioned.usd == 13.29
    error_message = "$13.29 a GB and month."
  }
}

run "arm64_has_its_own_prices" {
  command = plan

  variables {
    architecture = "arm64"
    zip          = "tests/fixtures/arm64.zip"
    memory       = 1024
    strategy     = { kind = "provisioned", environments = 1 }
  }

  # 2,592,000 × 0.0000033334
  assert {
    condition     = output.monthly_cost.strategies.provisioned.usd == 8.64
    error_message = "$8.64 a GB and month."
  }
}

run "a_region_without_prices_says_whose_it_took" {
  command = plan

  override_data {
    target = data.aws_region.current
    values = { id = "eu-central-1", region = "eu-central-1" }
  }

  assert {
    condition     = output.monthly_cost.prices == "2025-10, us-east-1, x86_64 (the table has no eu-central-1)"
    error_message = "No price is passed off as another region's."
  }
}
