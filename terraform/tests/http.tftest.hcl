# How the world reaches the function.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip = "tests/fixtures/x86_64.zip"
}

run "an_http_api_calls_the_alias_with_payload_2" {
  assert {
    condition = (
      aws_apigatewayv2_api.this[0].protocol_type == "HTTP" && aws_apigatewayv2_integration.this[0].payload_format_version == "2.0"
      && aws_apigatewayv2_integration.this[0].integration_uri == aws_lambda_alias.live[0].invoke_arn && aws_apigatewayv2_route.default[0].route_key == "$default"
    )
    error_message = "Every request goes to the alias."
  }
  assert {
    condition     = aws_lambda_permission.api[0].qualifier == "live" && aws_lambda_permission.api[0].source_arn == "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/$default/$default"
    error_message = "This API alone may invoke the alias."
  }
  assert {
    condition     = output.url == "https://a1b2c3.execute-api.us-east-1.amazonaws.com/"
    error_message = "The URL is told."
  }
  assert {
    condition     = length(aws_lambda_function_url.this) == 0 && !aws_apigatewayv2_api.this[0].disable_execute_api_endpoint
    error_message = "One way in."
  }
}

run "the_api_is_throttled_and_logged_by_default" {
  command = plan

  assert {
    condition     = aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_rate_limit == 100 && aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_burst_limit == 200
    error_message = "100 requests a second, 200 at once."
  }
  assert {
    condition     = length(aws_apigatewayv2_stage.default[0].access_log_settings) == 1 && can(jsondecode(aws_apigatewayv2_stage.default[0].access_log_settings[0].format).requestId)
    error_message = "An access log, as JSON."
  }
}

run "the_access_log_can_be_left_out" {
  command = plan

  variables {
    http = { access_log = false, requests_per_second = 5, burst = 7 }
  }

  assert {
    condition     = length(aws_apigatewayv2_stage.default[0].access_log_settings) == 0 && length(aws_cloudwatch_log_group.http) == 0
    error_message = "No log, no group for it."
  }
  assert {
    condition     = aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_rate_limit == 5 && aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_burst_limit == 7
    error_message = "Throttled as asked."
  }
}

run "a_function_url_asks_for_iam" {
  variables {
    http = { kind = "url" }
  }

  assert {
    condition     = aws_lambda_function_url.this[0].authorization_type == "AWS_IAM" && aws_lambda_function_url.this[0].qualifier == "live"
    error_message = "The alias's URL, not open to everyone."
  }
  assert {
    condition     = output.open_url_command == null
    error_message = "There is nothing to open."
  }
  assert {
    condition     = length(aws_apigatewayv2_api.this) == 0 && length(aws_lambda_permission.api) == 0 && length(aws_cloudwatch_log_group.http) == 0
    error_message = "No API beside it."
  }
  assert {
    condition     = output.url == "https://abc.lambda-url.us-east-1.on.aws/"
    error_message = "The URL is told."
  }
}

run "a_function_url_is_open_only_by_name" {
  command = plan

  variables {
    http = { kind = "url", authorization = "NONE" }
  }

  assert {
    condition     = aws_lambda_function_url.this[0].authorization_type == "NONE"
    error_message = "Open, as asked."
  }
  assert {
    condition     = strcontains(output.open_url_command, "--function-name hearth --qualifier live") && strcontains(output.open_url_command, "--invoked-via-function-url")
    error_message = "What remains to be done is told, and opens the URL only."
  }
  assert {
    condition     = !strcontains(output.open_url_command, "FunctionURLAllow")
    error_message = "Since 6.28 the provider takes FunctionURLAllowInvokeAction: AWS takes a name once, so the command has its own."
  }
}

run "without_http_nothing_is_reachable" {
  command = plan

  variables {
    http = { kind = "none" }
  }

  assert {
    condition     = length(aws_apigatewayv2_api.this) + length(aws_lambda_function_url.this) + length(aws_lambda_permission.api) == 0 && output.url == null
    error_message = "No way in from outside."
  }
}

run "a_domain_of_ones_own_closes_the_other_door" {
  variables {
    http = { domain = { name = "api.example.org", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } }
  }
  override_resource {
    target = aws_apigatewayv2_domain_name.this
    values = {
      id = "api.example.org"
      domain_name_configuration = {
        target_domain_name = "d-1.execute-api.us-east-1.amazonaws.com", hosted_zone_id = "Z1"
      }
    }
  }

  assert {
    condition     = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].security_policy == "TLS_1_2" && aws_apigatewayv2_api_mapping.this[0].domain_name == "api.example.org"
    error_message = "The name, with its certificate, leads to the API."
  }
  assert {
    condition     = aws_apigatewayv2_api.this[0].disable_execute_api_endpoint && output.url == "https://api.example.org/"
    error_message = "AWS's own name is closed, ours is told."
  }
  assert {
    condition     = output.domain_target.zone != null && output.domain_target.name != null
    error_message = "Where DNS has to point is told."
  }
}
