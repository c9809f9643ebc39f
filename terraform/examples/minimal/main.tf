# The least: your zip, five environments warm, an HTTP API.
# From another repository: source = "git::https://<where Hearth lives>//terraform?ref=<tag>"

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.46, < 7.0"
    }
  }
}

module "hearth" {
  source = "../.."

  name = "hearth-minimal"
  zip  = "${path.root}/../../../target/function.zip"
}

output "url" {
  value = module.hearth.url
}
