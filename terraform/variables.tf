# One rule, one validation. What only AWS would say at apply time is said here, in the words of who set it.

variable "name" {
  description = "Name of the function, and prefix of everything else. Two deployments in one account need two names (or two regions)."
  type        = string
  default     = "hearth"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{0,37}$", var.name))
    error_message = "name must start with a letter, hold only letters, digits and hyphens, and have at most 38 characters: the longest name made from it, ${var.name}-<region>-scheduler, may have 64."
  }
}

variable "package" {
  description = "What the zip holds: \"native\" (an executable named bootstrap) or \"jvm\" (a jar and its libraries, on Lambda's Java)."
  type        = string
  default     = "native"
  nullable    = false

  validation {
    condition     = contains(["native", "jvm"], var.package)
    error_message = "package is \"${var.package}\"; it must be \"native\" or \"jvm\"."
  }
}

variable "zip" {
  description = "Path of the function's package. Default: ../target/function.zip beside this module, or ../target/jvm/function.zip for package = \"jvm\"."
  type        = string
  default     = null

  validation {
    condition     = var.zip == null || can(regex("\\.zip$", var.zip))
    error_message = "zip must name a .zip file."
  }
}

variable "runtime" {
  description = "Lambda runtime. Default: provided.al2023 for native, java25 for jvm (which the AWS provider knows since 6.20)."
  type        = string
  default     = null

  validation {
    condition     = var.runtime == null || can(regex(var.package == "native" ? "^provided\\.al20" : "^java[0-9]+", var.runtime))
    error_message = "runtime does not go with package = \"${var.package}\": a native executable runs on provided.al2023, a JVM package on java25 (or java21, java17 if it was compiled for that)."
  }
}

variable "architecture" {
  description = "\"x86_64\" or \"arm64\". A native zip runs on the architecture that it was built on, and on no other."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture is \"${var.architecture}\"; Lambda has \"x86_64\" and \"arm64\"."
  }
}

variable "memory" {
  description = "Memory in MB; the share of CPU grows with it (one vCPU at 1,769 MB)."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory >= 128 && var.memory <= 10240 && floor(var.memory) == var.memory
    error_message = "memory is ${var.memory} MB; Lambda has whole numbers from 128 to 10240."
  }
}

variable "timeout" {
  description = "Seconds an invocation may take. A warm cycle has to fit in; API Gateway itself waits no longer than 30."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "timeout is ${var.timeout} s; Lambda has whole seconds from 1 to 900."
  }
}

variable "reserved_concurrency" {
  description = "Environments that this function may have at most, and that no other function can take. Default: no cap and nothing reserved."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null || (coalesce(var.reserved_concurrency, 1) >= 1 && floor(coalesce(var.reserved_concurrency, 1)) == coalesce(var.reserved_concurrency, 1))
    error_message = "reserved_concurrency must be a whole number of at least 1: with 0 the function would answer nobody. Leave it out for no cap."
  }

  validation {
    condition     = coalesce(var.reserved_concurrency, 0) <= max(var.account_concurrency - 100, 0)
    error_message = "reserved_concurrency is ${coalesce(var.reserved_concurrency, 0)}, but of ${var.account_concurrency} concurrent invocations AWS lets only ${max(var.account_concurrency - 100, 0)} be reserved: 100 must stay for other functions. If your account has more, say so with account_concurrency."
  }
}

variable "account_concurrency" {
  description = "Concurrent invocations that your account has in this region, less what other functions reserve (AWS's default: 1000; a new account may have 10). See: aws lambda get-account-settings."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.account_concurrency >= 1 && floor(var.account_concurrency) == var.account_concurrency
    error_message = "account_concurrency must be a whole number of at least 1."
  }
}

variable "alias" {
  description = "Name of the alias that callers, schedules and the warmer invoke."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = var.alias != "$LATEST"
    error_message = "alias is \"$LATEST\", which is no alias: provisioned concurrency and SnapStart exist only for published versions. Name it \"live\", say."
  }

  validation {
    condition     = var.alias == "$LATEST" || (can(regex("^[A-Za-z0-9_-]{1,128}$", var.alias)) && !can(regex("^[0-9]+$", var.alias)))
    error_message = "alias must hold only letters, digits, hyphens and underscores, and not be a number (that would be a version)."
  }
}

variable "environment" {
  description = "Your own environment variables; they win over those of the warmer (outputs.warm_environment)."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", name))])
    error_message = "environment: Lambda wants names of at least two characters that start with a letter and hold only letters, digits and underscores."
  }

  validation {
    condition = length(setintersection(keys(var.environment), [
      "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
      "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"
    ])) == 0
    error_message = "environment sets a variable that Lambda keeps for itself (AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, …)."
  }

  validation {
    condition     = sum(concat([0], [for name, value in var.environment : length(name) + length(value)])) <= 3584
    error_message = "environment is too large: Lambda allows 4 KB for all variables together, of which the warmer needs half a KB."
  }
}

variable "log_retention_days" {
  description = "Days that the function's log and the access log are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}; CloudWatch has 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653."
  }
}

variable "tracing" {
  description = "Whether Lambda sends traces to X-Ray. X-Ray's two write actions know no resource narrower than \"*\": this is the only wildcard, and only when true."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of a KMS key for environment variables, logs, schedules and the alarm topic instead of AWS's own keys. Its policy must let logs.<region>, scheduler, cloudwatch and sns use it (see README)."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not an alias or an id."
  }
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.tags : !startswith(lower(key), "aws:") && length(key) >= 1 && length(key) <= 128 && length(value) <= 256])
    error_message = "tags: a key has 1 to 128 characters and does not start with \"aws:\"; a value has at most 256."
  }

  validation {
    condition     = length(var.tags) <= 50
    error_message = "tags: AWS takes at most 50."
  }
}

variable "strategy" {
  description = <<-EOT
    How environments are kept warm: `kind`, and what goes with it.
    - `none`: nothing is kept warm.
    - `schedule` (default): warm cycles. `schedules` maps a name to `expression` (rate, cron or at), `target` (environments: a number, or `{ min = 2, max = 100 }`: as many as users needed of late), and optionally `timezone` (for cron and at), `start`, `end` (RFC 3339, UTC).
    - `provisioned`: `environments`, a fixed number, paid for by the second.
    - `autoscaled`: between `minimum` and `maximum`, so that `utilisation` (0.1 to 0.9) of them is used; `actions` maps a name to `expression`, `minimum`, `maximum`, and optionally `timezone`, `start`, `end`.
    - `snapstart`: versions start from a snapshot; JVM package only.
  EOT
  type = object({
    kind = optional(string, "schedule")
    schedules = optional(map(object({
      expression = string
      target     = any
      timezone   = optional(string, "UTC")
      start      = optional(string)
      end        = optional(string)
    })))
    environments = optional(number)
    minimum      = optional(number)
    maximum      = optional(number)
    utilisation  = optional(number)
    actions = optional(map(object({
      expression = string
      minimum    = number
      maximum    = number
      timezone   = optional(string, "UTC")
      start      = optional(string)
      end        = optional(string)
    })))
  })
  default = {
    kind      = "schedule"
    schedules = { every-5-minutes = { expression = "rate(5 minutes)", target = 5 } }
  }
  nullable = false

  validation {
    condition     = contains(["none", "schedule", "provisioned", "autoscaled", "snapstart"], var.strategy.kind)
    error_message = "strategy.kind is \"${var.strategy.kind}\", which is not known; choose \"none\", \"schedule\", \"provisioned\", \"autoscaled\" or \"snapstart\"."
  }

  validation {
    condition = alltrue([
      for field, kind in local.belongs_to : var.strategy[field] == null || var.strategy.kind == kind
    ])
    error_message = "strategy: ${join(", ", [for field, kind in local.belongs_to : field if var.strategy[field] != null && var.strategy.kind != kind])} does not go with kind = \"${var.strategy.kind}\". Remove it, or choose the kind that it belongs to (schedules: schedule; environments: provisioned; minimum, maximum, utilisation and actions: autoscaled)."
  }

  # schedule, and what it shares with autoscaled's actions

  validation {
    condition     = var.strategy.kind != "schedule" || try(length(var.strategy.schedules) > 0, false)
    error_message = "strategy.schedules is needed with kind = \"schedule\": at least one, by name ({ office = { expression = \"rate(5 minutes)\", target = 5 } }). To keep nothing warm, set kind = \"none\"."
  }

  validation {
    condition     = alltrue([for name in concat(try(keys(var.strategy.schedules), []), try(keys(var.strategy.actions), [])) : can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "strategy: a schedule's or action's name has 1 to 64 letters, digits, hyphens, underscores and dots."
  }

  validation {
    condition = alltrue([
      for s in concat(try(values(var.strategy.schedules), []), try(values(var.strategy.actions), [])) :
      anytrue([for form in local.expression_forms : can(regex(form, s.expression))])
      && (!startswith(s.expression, "at(") || can(timeadd("${trimsuffix(trimprefix(s.expression, "at("), ")")}Z", "0s")))
    ])
    error_message = "strategy: not a schedule expression: ${join(", ", [
      for s in concat(try(values(var.strategy.schedules), []), try(values(var.strategy.actions), [])) : "\"${s.expression}\""
      if !anytrue([for form in local.expression_forms : can(regex(form, s.expression))])
      || (startswith(s.expression, "at(") && !can(timeadd("${trimsuffix(trimprefix(s.expression, "at("), ")")}Z", "0s")))
    ])}. Write \"rate(5 minutes)\", \"cron(0/5 8-17 ? * MON-FRI *)\" or \"at(2027-01-31T08:00:00)\". A cron has six fields (minute hour day-of-month month day-of-week year); one of its two day fields is a question mark."
  }

  validation {
    condition     = alltrue([for s in concat(try(values(var.strategy.schedules), []), try(values(var.strategy.actions), [])) : can(regex("^(UTC|GMT|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$", s.timezone))])
    error_message = "strategy: a time zone has the form of the IANA database: \"Europe/Berlin\", \"Asia/Seoul\", \"UTC\"."
  }

  validation {
    condition = alltrue(flatten([
      for s in concat(try(values(var.strategy.schedules), []), try(values(var.strategy.actions), [])) : concat(
        [for t in [s.start, s.end] : can(regex("Z$", t)) && can(timeadd(t, "0s")) if t != null],
        [s.start == null || s.end == null ? true : try(timecmp(s.start, s.end) < 0, true)],
      )
    ]))
    error_message = "strategy: start and end are moments in UTC, start before end: \"2027-01-31T08:00:00Z\"."
  }

  validation {
    condition = alltrue([
      for s in try(values(var.strategy.schedules), []) : try(
        can(keys(s.target))
        ? length(setsubtract(["min", "max"], keys(s.target))) + length(setsubtract(keys(s.target), ["min", "max"])) == 0 && s.target.min >= 1 && s.target.max >= s.target.min && floor(s.target.min) == s.target.min && floor(s.target.max) == s.target.max
        : s.target >= 1 && floor(s.target) == s.target,
        false,
      )
    ])
    error_message = "strategy.schedules: target is a whole number of environments, at least 1, or a range of two: { min = 2, max = 100 }. To keep none warm, leave the schedule out."
  }

  # provisioned

  validation {
    condition     = var.strategy.kind != "provisioned" ? true : try(var.strategy.environments >= 1 && floor(var.strategy.environments) == var.strategy.environments, false)
    error_message = "strategy.environments is needed with kind = \"provisioned\": a whole number, at least 1."
  }

  # autoscaled

  validation {
    condition     = var.strategy.kind != "autoscaled" ? true : try(var.strategy.minimum >= 1 && floor(var.strategy.minimum) == var.strategy.minimum && floor(var.strategy.maximum) == var.strategy.maximum, false)
    error_message = "strategy.minimum and strategy.maximum are needed with kind = \"autoscaled\": whole numbers, at least 1 (with 0 there is no utilisation to scale by, and AWS drops the configuration that the next deploy looks for)."
  }

  validation {
    condition     = try(var.strategy.minimum <= var.strategy.maximum, true)
    error_message = "strategy.minimum (${coalesce(var.strategy.minimum, 0)}) is above strategy.maximum (${coalesce(var.strategy.maximum, 0)})."
  }

  validation {
    condition     = coalesce(var.strategy.utilisation, 0.7) >= 0.1 && coalesce(var.strategy.utilisation, 0.7) <= 0.9
    error_message = "strategy.utilisation is a share from 0.1 to 0.9 (0.7: scale out when more than 70 % of the provisioned environments are in use)."
  }

  validation {
    condition     = alltrue([for a in try(values(var.strategy.actions), []) : a.minimum >= 1 && a.minimum <= a.maximum && floor(a.minimum) == a.minimum && floor(a.maximum) == a.maximum])
    error_message = "strategy.actions: minimum and maximum are whole numbers, minimum at least 1 and not above maximum."
  }

  # snapstart

  validation {
    condition     = var.strategy.kind != "snapstart" || var.package == "jvm"
    error_message = "strategy.kind is \"snapstart\", which AWS has for its managed Java only: set package = \"jvm\", or keep native (which starts faster than a snapshot) with another strategy."
  }
}

variable "warm" {
  description = <<-EOT
    The warmer's settings, as environment variables of the function.
    - `fan_out`: environments that one environment invokes by itself; beyond it they help each other.
    - `min_window`, `max_window`: how long environments hold at least and at most, as "250ms" or "2s".
    - `rounds`: how often a cycle that fell short tries again.
    - `max_age`: a cycle that comes later than this is dropped.
    - `expose`: whether GET /warm answers (it tells a stranger about the deployment).
  EOT
  type = object({
    fan_out    = optional(number, 100)
    min_window = optional(string, "20ms")
    max_window = optional(string, "2s")
    rounds     = optional(number, 4)
    max_age    = optional(string, "2m")
    expose     = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for d in [var.warm.min_window, var.warm.max_window, var.warm.max_age] : can(regex("^[1-9][0-9]*(ms|s|m)$", d))])
    error_message = "warm: min_window, max_window and max_age are durations such as \"250ms\", \"2s\" or \"1m\"."
  }

  validation {
    condition = try(
      tonumber(regex("^[0-9]+", var.warm.min_window)) * local.unit_seconds[regex("[a-z]+$", var.warm.min_window)]
      <= tonumber(regex("^[0-9]+", var.warm.max_window)) * local.unit_seconds[regex("[a-z]+$", var.warm.max_window)],
      true
    )
    error_message = "warm.min_window (${var.warm.min_window}) is above warm.max_window (${var.warm.max_window})."
  }

  validation {
    condition     = try(tonumber(regex("^[0-9]+", var.warm.max_age)) * local.unit_seconds[regex("[a-z]+$", var.warm.max_age)] >= 60, true)
    error_message = "warm.max_age is ${var.warm.max_age}: EventBridge Scheduler fires up to 60 s after the minute that a schedule names, so less than 60s would drop cycles that are on time."
  }

  validation {
    condition     = alltrue([for n in [var.warm.fan_out, var.warm.rounds] : n >= 1 && floor(n) == n])
    error_message = "warm: fan_out and rounds are whole numbers, at least 1."
  }
}

variable "http" {
  description = <<-EOT
    How the world reaches the function.
    - `kind`: "api" (API Gateway HTTP API, default), "url" (function URL) or "none".
    - `requests_per_second`, `burst`, `access_log`: throttling and access log of the API.
    - `domain`: your own name for the API, with the ARN of its certificate in this region; point your DNS at outputs.domain_target.
    - `authorization` of the function URL: "AWS_IAM" (default) or "NONE" (open to everyone, without throttling).
  EOT
  type = object({
    kind                = optional(string, "api")
    requests_per_second = optional(number, 100)
    burst               = optional(number, 200)
    access_log          = optional(bool, true)
    domain              = optional(object({ name = string, certificate_arn = string }))
    authorization       = optional(string, "AWS_IAM")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["api", "url", "none"], var.http.kind)
    error_message = "http.kind is \"${var.http.kind}\"; it must be \"api\" (API Gateway), \"url\" (function URL) or \"none\"."
  }

  validation {
    condition     = contains(["AWS_IAM", "NONE"], var.http.authorization)
    error_message = "http.authorization is \"${var.http.authorization}\"; a function URL has \"AWS_IAM\" and \"NONE\"."
  }

  validation {
    condition     = var.http.kind == "url" || var.http.authorization == "AWS_IAM"
    error_message = "http.authorization goes with kind = \"url\"; the API is open and throttled."
  }

  validation {
    condition     = var.http.kind == "api" || var.http.domain == null
    error_message = "http.domain goes with kind = \"api\": a function URL has no domain of its own."
  }

  validation {
    condition     = var.http.requests_per_second >= 1 && var.http.burst >= 1 && floor(var.http.burst) == var.http.burst
    error_message = "http.requests_per_second and http.burst are at least 1 (burst a whole number): with 0 every request would get 429."
  }
}

variable "alarms" {
  description = <<-EOT
    CloudWatch alarms: a cycle fell short, no cycle was seen for three intervals, errors, throttles.
    - `enabled`: default true.
    - `actions`: ARNs that are told, SNS topics say.
    - `create_topic`, `emails`: an SNS topic of its own, and who gets its mail (each has to confirm once).
    - `interval_minutes`: the longest time between two cycles. Default: that of the most frequent rate(…) schedule without start and end; with cron alone there is no default, and no alarm for missing cycles.
  EOT
  type = object({
    enabled          = optional(bool, true)
    actions          = optional(list(string), [])
    create_topic     = optional(bool, false)
    emails           = optional(list(string), [])
    interval_minutes = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.alarms.emails) == 0 || var.alarms.create_topic
    error_message = "alarms.emails needs alarms.create_topic = true."
  }

  validation {
    condition     = var.alarms.interval_minutes == null ? true : var.alarms.interval_minutes >= 1 && var.alarms.interval_minutes <= 3360 && floor(var.alarms.interval_minutes) == var.alarms.interval_minutes
    error_message = "alarms.interval_minutes is a whole number from 1 to 3360: CloudWatch looks back seven days at most, and the alarm needs three intervals."
  }

  validation {
    condition     = alltrue([for arn in var.alarms.actions : can(regex("^arn:[a-z-]+:[a-z0-9-]+:", arn))])
    error_message = "alarms.actions are ARNs (arn:aws:sns:<region>:<account>:<topic>)."
  }
}

variable "dashboard" {
  description = "Whether to make a CloudWatch dashboard (three are free in an account)."
  type        = bool
  default     = true
  nullable    = false
}

variable "existing_function" {
  description = "A function of yours that carries the warmer already: its name, the alias to keep warm and the name of its role. Then only schedules, permissions, alarms and dashboard are made; describe it with package, architecture, memory, timeout and reserved_concurrency, so that rules and costs fit."
  type = object({
    name      = string
    alias     = string
    role_name = string
  })
  default = null

  validation {
    condition     = try(!contains(["$LATEST", ""], var.existing_function.alias), true)
    error_message = "existing_function.alias must be an alias: provisioned concurrency and SnapStart exist only for published versions, and warming $LATEST would warm nobody's environments but your tests'."
  }

  validation {
    condition     = try(!strcontains(var.existing_function.name, ":") && !strcontains(var.existing_function.role_name, ":"), true)
    error_message = "existing_function: name and role_name are names, not ARNs."
  }

  validation {
    condition     = var.existing_function == null || (var.strategy.kind != "snapstart")
    error_message = "existing_function: SnapStart is a setting of the function itself; turn it on where the function is defined."
  }
}
