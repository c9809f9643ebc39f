# The function, the alias that everything points to, the role it runs as and the log group it writes to.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # The region's name is id in provider 5 and region in 6, whose later versions warn of every value that comes from id.
  region_is = lookup(data.aws_region.current, "region", null) == null ? "id" : "region"
  region    = data.aws_region.current[local.region_is]

  deploys       = var.existing_function == null
  function_name = local.deploys ? var.name : var.existing_function.name
  alias_name    = local.deploys ? var.alias : var.existing_function.alias

  # Written out rather than taken from the resources: the function's own policy needs them before the function is there,
  # and a plan that shows them can be read.
  function_arn = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${local.function_name}"
  alias_arn    = "${local.function_arn}:${local.alias_name}"

  zip = coalesce(var.zip, {
    native = "${path.module}/../target/function.zip"
    jvm    = "${path.module}/../target/jvm/function.zip"
  }[var.package])

  # What `./hearth native` notes beside a zip about what is in it; nothing is known of a zip that came without.
  zip_note = try(jsondecode(file("${trimsuffix(local.zip, ".zip")}.json")), {})
  zip_is = {
    package      = try(tostring(local.zip_note.package), var.package)
    architecture = try(tostring(local.zip_note.architecture), var.architecture)
  }
}

locals {
  runtime = coalesce(var.runtime, { native = "provided.al2023", jvm = "java25" }[var.package])
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:A dead-letter queue would collect warm events, which are worthless a minute later; users come in synchronously.
  #checkov:skip=CKV_AWS_117:The function reaches AWS's public API only; a VPC would add a cold start's worth of network set-up.
  #checkov:skip=CKV_AWS_272:Code signing needs a signing profile of the account's; the zip's hash is pinned by the plan.
  count = local.deploys ? 1 : 0

  function_name = local.function_name
  description   = "Serves HTTP and keeps its own environments warm (Hearth, ${var.package})"
  role          = aws_iam_role.function[0].arn

  filename         = local.zip
  source_code_hash = fileexists(local.zip) ? filebase64sha256(local.zip) : null
  architectures    = [var.architecture]
  runtime          = local.runtime
  handler          = { native = "bootstrap", jvm = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest" }[var.package]

  memory_size                    = var.memory
  timeout                        = var.timeout
  reserved_concurrent_executions = var.reserved_concurrency
  publish                        = true # the alias needs a version; so do provisioned concurrency and SnapStart

  kms_key_arn = var.kms_key_arn
  tags        = var.tags

  environment {
    variables = merge(local.warm_environment, var.environment)
  }

  logging_config {
    log_format = "Text" # a report's EMF line must reach CloudWatch as it was written
    log_group  = aws_cloudwatch_log_group.function[0].name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "snap_start" {
    for_each = var.strategy.kind == "snapstart" ? [1] : []
    content {
      apply_on = "PublishedVersions"
    }
  }

  depends_on = [aws_iam_role_policy.function]

  lifecycle {
    precondition {
      condition     = fileexists(local.zip)
      error_message = "There is no function package at ${local.zip}. Build it with ./hearth native (package = \"jvm\": ./mvnw package -DskipTests), or say where yours is: zip = \"…/function.zip\"."
    }
    precondition {
      condition     = local.zip_is.architecture == var.architecture
      error_message = "${local.zip} was built for ${local.zip_is.architecture}, but architecture is \"${var.architecture}\". Lambda would fail at its first start. Set architecture = \"${local.zip_is.architecture}\", or build the zip on ${var.architecture}."
    }
    precondition {
      condition     = local.zip_is.package == var.package
      error_message = "${local.zip} is a ${local.zip_is.package} package, but package is \"${var.package}\". Set package = \"${local.zip_is.package}\", or name the other zip."
    }
    precondition {
      condition     = local.runtime != "java25" || local.region_is == "region"
      error_message = "The runtime is java25 (the default of package = \"jvm\"), which the AWS provider knows since 6.20, but yours is a 5.x. Run terraform init -upgrade (and see that your own version constraint lets 6.20 in), or build the jar for Java 21 and set runtime = \"java21\"."
    }
  }
}

resource "aws_lambda_alias" "live" {
  count = local.deploys ? 1 : 0

  name             = var.alias
  description      = "What callers, schedules and the warmer invoke"
  function_name    = aws_lambda_function.this[0].function_name
  function_version = aws_lambda_function.this[0].version

  lifecycle {
    replace_triggered_by = [terraform_data.open] # with what its policy lets in: see http.tf
  }
}

# A warm event that failed or waited is of no use: the next one is minutes away.
resource "aws_lambda_function_event_invoke_config" "live" {
  function_name                = local.function_name
  qualifier                    = local.deploys ? aws_lambda_alias.live[0].name : local.alias_name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60

  lifecycle {
    replace_triggered_by = [terraform_data.open]
  }
}

resource "aws_iam_role" "function" {
  count = local.deploys ? 1 : 0

  name        = "${var.name}-${local.region}-function" # roles belong to the account, not to a region
  description = "What the function ${var.name} may do in ${local.region}"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  count = local.deploys ? 1 : 0

  name = "function"
  role = aws_iam_role.function[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid    = "WriteItsOwnLog"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        # The streams of this one group: Lambda makes their names up.
        Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.log_group}:*"
      }],
      [local.invoke_itself],
      [for key in var.kms_key_arn[*] : {
        Sid      = "ReadItsEnvironment"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = key
      }],
      # The one exception from "no wildcard", and only when asked for: X-Ray has no resources to name.
      [for on in [var.tracing] : {
        Sid      = "SendTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      } if on],
    )
  })
}

resource "aws_cloudwatch_log_group" "function" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the user's choice (var.log_retention_days); a year by default would be paid for by everyone.
  count = local.deploys ? 1 : 0

  name              = local.log_group
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

locals {
  log_group = "/aws/lambda/${local.function_name}"
}
