# Office hours, nights and a sale with different targets, alarms by mail, reserved concurrency. The domain is off until you
# name yours.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.46, < 7.0"
    }
  }
}

variable "domain" {
  description = "Your own name for the API and the ARN of its certificate, in the same region."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "on_call" {
  description = "Who gets the alarms by mail; each has to confirm once."
  type        = list(string)
  default     = []
}

module "hearth" {
  source = "../.."

  name                 = "shop"
  zip                  = "${path.root}/../../../target/function.zip"
  package              = "native"
  architecture         = "x86_64"
  memory               = 1024
  timeout              = 15
  reserved_concurrency = 200 # office and sale together hold 100 of them for a moment; users have the rest meanwhile

  strategy = {
    kind = "schedule"
    schedules = {
      office = {
        expression = "cron(0/5 8-17 ? * MON-FRI *)"
        timezone   = "Europe/Berlin"
        target     = 40
      }
      nights = {
        expression = "cron(0/15 0-7,18-23 ? * MON-FRI *)"
        timezone   = "Europe/Berlin"
        target     = 5
      }
      weekends = {
        expression = "cron(0/15 * ? * SAT,SUN *)"
        timezone   = "Europe/Berlin"
        target     = 5
      }
      sale = {
        expression = "cron(0/2 * * * ? *)"
        timezone   = "Europe/Berlin"
        target     = 60
        start      = "2027-11-26T05:00:00Z"
        end        = "2027-11-29T23:00:00Z"
      }
    }
  }

  warm = {
    max_window = "1s"
    rounds     = 3
  }

  http = {
    requests_per_second = 500
    burst               = 1000
    domain              = var.domain
  }

  alarms = {
    create_topic     = true
    emails           = var.on_call
    interval_minutes = 15 # the longest time between two cycles
  }

  environment        = { GREETING = "Hello from the shop" }
  log_retention_days = 90
  tags               = { application = "shop", stage = "production" }
}

output "url" {
  value = module.hearth.url
}

output "domain_target" {
  description = "Where DNS has to point the domain at."
  value       = module.hearth.domain_target
}

output "schedules" {
  value = module.hearth.schedules
}

output "monthly_cost" {
  value = module.hearth.monthly_cost
}
