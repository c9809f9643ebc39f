# How the world reaches the function: an HTTP API of API Gateway, or a function URL. Both call the alias.

locals {
  http     = local.deploys ? var.http.kind : "none"
  has_api  = local.http == "api" ? 1 : 0
  has_logs = local.http == "api" && var.http.access_log ? 1 : 0
  domain   = local.http == "api" ? var.http.domain : null
}

resource "aws_apigatewayv2_api" "this" {
  count = local.has_api

  name                         = var.name
  description                  = "HTTP for the function ${var.name}"
  protocol_type                = "HTTP"
  disable_execute_api_endpoint = local.domain != null
  tags                         = var.tags
}

resource "aws_apigatewayv2_integration" "this" {
  count = local.has_api

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST" # what AWS answers; unsaid, every plan would show a difference
  integration_uri        = aws_lambda_alias.live[0].invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "default" {
  #checkov:skip=CKV_AWS_309:The API is meant for the public; who may call what is for the function's own resources to decide. Throttling is on.
  count = local.has_api

  api_id    = aws_apigatewayv2_api.this[0].id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.this[0].id}"
}

resource "aws_apigatewayv2_stage" "default" {
  count = local.has_api

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true
  tags        = var.tags

  default_route_settings {
    throttling_rate_limit  = var.http.requests_per_second
    throttling_burst_limit = var.http.burst
  }

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.http
    content {
      destination_arn = access_log_settings.value.arn
      format = jsonencode({
        time               = "$context.requestTime"
        requestId          = "$context.requestId"
        ip                 = "$context.identity.sourceIp"
        method             = "$context.httpMethod"
        path               = "$context.path"
        status             = "$context.status"
        bytes              = "$context.responseLength"
        latency            = "$context.responseLatency"
        integrationLatency = "$context.integrationLatency"
        integrationError   = "$context.integrationErrorMessage"
      })
    }
  }
}

# Under /aws/vendedlogs/ the account's resource policy for log delivery does not grow with every API.
resource "aws_cloudwatch_log_group" "http" {
  count = local.has_logs

  name              = "/aws/vendedlogs/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_permission" "api" {
  count = local.has_api

  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = local.function_name
  qualifier     = aws_lambda_alias.live[0].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/$default/$default" # this stage, this route
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = local.domain == null ? 0 : 1

  domain_name = local.domain.name
  tags        = var.tags

  domain_name_configuration {
    certificate_arn = local.domain.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = local.domain == null ? 0 : 1

  api_id      = aws_apigatewayv2_api.this[0].id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.default[0].id
}

resource "aws_lambda_function_url" "this" {
  count = local.http == "url" ? 1 : 0

  function_name      = local.function_name
  qualifier          = aws_lambda_alias.live[0].name
  authorization_type = var.http.authorization
}
