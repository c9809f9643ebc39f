# What a month of 30 days costs, by the project's price table (the one that GET /cost answers from).

locals {
  prices    = jsondecode(file("${path.module}/prices.json"))
  priced_as = contains(keys(local.prices.regions), local.region) ? local.region : "us-east-1"
  rates     = local.prices.regions[local.priced_as][{ x86_64 = "x86", arm64 = "arm64" }[var.architecture]]
  free      = local.prices.freeTierPerMonth

  gb            = var.memory / 1024
  month_seconds = 30 * 24 * 3600
  # What a cycle bills for each environment, about: docs/how-a-cycle-works.md has what was measured.
  hold_seconds = max(0.1, local.warm_seconds.min_window)

  # As many environments in every alternative as in what was chosen.
  environments = max(local.highest_target, local.provisioned_most, local.highest_target + local.provisioned_most == 0 ? 5 : 1)
  fewest       = var.strategy.kind == "autoscaled" ? min(concat([var.strategy.minimum], [for a in values(local.actions) : a.minimum])...) : 1

  # schedule: every cycle invokes each environment once, and each holds for a window.
  cycles      = var.strategy.kind == "schedule" ? sum(values(local.cycles_of)) : 30 * 24 * 12
  invocations = var.strategy.kind == "schedule" ? sum([for name, n in local.cycles_of : n * local.most_of[name]]) : local.cycles * local.environments
  gb_seconds  = local.invocations * local.hold_seconds * local.gb

  quantities = { requests = local.invocations, duration = local.gb_seconds, scheduler = local.cycles }
  gratis     = { requests = local.free.requests, duration = local.free.gbSeconds, scheduler = local.free.schedules }
  # Before and after the free tier. Duration has tiers: each tier's share of the GB-seconds, at its price.
  tier_starts = concat([0], [for tier in local.rates.durationPerGbSecond : tier.upToGbSeconds if can(tier.upToGbSeconds)])
  schedule_usd = {
    for when, quantity in {
      before = local.quantities
      after  = { for what, n in local.quantities : what => max(0, n - local.gratis[what]) }
      } : when => {
      requests  = quantity.requests * local.rates.requestsPerMillion / 1000000
      scheduler = quantity.scheduler * local.rates.schedulesPerMillion / 1000000
      duration = sum([
        for i, tier in local.rates.durationPerGbSecond :
        max(0, min(quantity.duration, try(tier.upToGbSeconds, quantity.duration)) - local.tier_starts[i]) * tier.usd
      ])
    }
  }

  # provisioned, autoscaled: paid for by the second, used or not, and without a free tier.
  provisioned_usd = local.gb * local.month_seconds * local.rates.provisionedPerGbSecond # one environment

  monthly_cost = {
    prices       = "${local.prices.asOf}, ${local.priced_as}, ${var.architecture}${local.priced_as == local.region ? "" : " (the table has no ${local.region})"}"
    assumes      = "30 days, ${var.memory} MB, ${local.environments} environments, warm cycles that bill ${local.hold_seconds * 1000} ms for each, each schedule as if it were on all month and a range at its most; users' requests, logs and metrics not counted"
    chosen       = var.strategy.kind
    environments = local.environments
    strategies = {
      none = {
        usd                  = 0
        usd_beyond_free_tier = 0
        is                   = "every burst meets cold starts"
      }
      schedule = {
        usd                  = tonumber(format("%.2f", sum(values(local.schedule_usd.before))))
        usd_beyond_free_tier = tonumber(format("%.2f", sum(values(local.schedule_usd.after))))
        is                   = var.strategy.kind == "schedule" ? "the schedules as they are" : "every 5 minutes"
        invocations          = local.invocations
        gb_seconds           = local.gb_seconds
        usd_of               = { for what, usd in local.schedule_usd.before : what => tonumber(format("%.2f", usd)) }
      }
      provisioned = {
        usd                  = tonumber(format("%.2f", local.environments * local.provisioned_usd))
        usd_beyond_free_tier = tonumber(format("%.2f", local.environments * local.provisioned_usd))
        usd_an_hour          = tonumber(format("%.4f", local.environments * local.provisioned_usd * 3600 / local.month_seconds))
        is                   = "all of them, day and night"
      }
      autoscaled = {
        usd                  = tonumber(format("%.2f", local.fewest * local.provisioned_usd))
        usd_beyond_free_tier = tonumber(format("%.2f", local.fewest * local.provisioned_usd))
        usd_at_most          = tonumber(format("%.2f", local.environments * local.provisioned_usd))
        is                   = "from ${local.fewest} to ${local.environments}, by use"
      }
      snapstart = {
        usd                  = 0
        usd_beyond_free_tier = 0
        is                   = "JVM package only; cold starts get shorter, not fewer"
      }
    }
  }
}

# How often a month each schedule fires: rate by division, cron by spreading out its fields, at once.
locals {
  cron_names = { # EventBridge's week starts with Sunday
    month = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    week  = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
  }
  cron_numbers = merge([for names in values(local.cron_names) : { for i, name in names : name => tostring(i + 1) }]...)
  cron_fields = {
    minute = { at = 0, from = 0, to = 59 }
    hour   = { at = 1, from = 0, to = 23 }
    day    = { at = 2, from = 1, to = 30 }
    month  = { at = 3, from = 1, to = 12 }
    week   = { at = 4, from = 1, to = 7 }
  }
  cron_part = "^(\\*|[0-9]+)(?:-([0-9]+))?(?:/([0-9]+))?$" # from, to, step

  crons = {
    for name, s in local.schedules : name => split(" ", trimsuffix(trimprefix(s.expression, "cron("), ")"))
    if startswith(s.expression, "cron(")
  }
  # The values of each field, names turned into numbers; a field like L or 3#2 stands for one day a month.
  cron_values = {
    for name, texts in local.crons : name => {
      for field, f in local.cron_fields : field => toset(flatten([
        for part in split(",", join("", [for token in regexall("[A-Z]{3}|[^A-Z]+|[A-Z]", texts[f.at]) : lookup(local.cron_numbers, token, token)])) :
        try([
          for p in [regex(local.cron_part, part)] : range(
            p[0] == "*" ? f.from : tonumber(p[0]),
            1 + (p[1] != null ? tonumber(p[1]) : p[0] == "*" || p[2] != null ? f.to : tonumber(p[0])),
            p[2] != null ? tonumber(p[2]) : 1
          )
        ], [part])
      ]))
    }
  }
  cycles_of = {
    for name, s in local.schedules : name => (
      startswith(s.expression, "rate(") ? ceil(local.month_seconds / local.rate_seconds[name]) :
      startswith(s.expression, "at(") ? 1 :
      ceil(length(local.cron_values[name].minute) * length(local.cron_values[name].hour) * length(local.cron_values[name].month) / 12 * (
        local.crons[name][2] != "?" ? length(local.cron_values[name].day)
        : can(regex("[L#]", local.crons[name][4])) ? 1
        : length(local.cron_values[name].week) * 30 / 7
      ))
    )
  }
  rate_seconds = {
    for name, s in local.schedules : name =>
    tonumber(regex("[0-9]+", s.expression)) * { minute = 60, hour = 3600, day = 86400 }[regex("minute|hour|day", s.expression)]
    if startswith(s.expression, "rate(")
  }
}
