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
    strategy = { schedules = { ping = { expression = "rate(4 minutes)", target = 100 } } }
  }

  assert {
    condition     = output.monthly_cost.strategies.schedule.invocations == 1080000 && output.monthly_cost.strategies.schedule.gb_seconds == 324000
    error_message = "1,080,000 calls of 100 ms."
  }
  assert {
    condition     = output.monthly_cost.strategies.schedule.usd_of.requests == 0.22 && output.monthly_cost.strategies.schedule.usd_of.duration == 5.40
    error_message = "$0.22 of requests and $5.40 of duration."
  }
  assert {
    condition     = output.monthly_cost.strategies.schedule.usd_beyond_free_tier == 0.02
    error_message = "The duration is inside the free tier; 80,000 requests are beyond it."
  }
  assert {
    condition     = output.monthly_cost.strategies.provisioned.usd == 3240.03
    error_message = "The same number provisioned, beside it."
  }
}

run "what_is_beyond_the_free_tier_is_paid_for" {
  command = plan

  variables {
    memory   = 10240
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
