# A function of yours that carries the warmer already: it gets schedules, the two permissions, alarms and a dashboard, and
# is not touched otherwise. Name its alias: warming $LATEST would warm nobody's environments.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.46, < 7.0"
    }
  }
}

variable "function" {
  description = "Your function: its name, the alias that callers invoke, the name (not the ARN) of its role."
  type        = object({ name = string, alias = string, role_name = string })
  default     = { name = "orders", alias = "live", role_name = "orders-role" }
}

module "warm" {
  source = "../.."

  name              = "orders-warm"
  existing_function = var.function

  # As it is, so that the rules and the cost fit.
  package = "native"
  memory  = 1024
  timeout = 30

  strategy = {
    schedules = {
      day = { expression = "rate(5 minutes)", target = 10 }
    }
  }
}

output "warm_environment" {
  description = "To be set on your function, where its defaults do not fit."
  value       = module.warm.warm_environment
}

output "monthly_cost" {
  value = module.warm.monthly_cost
}
