# A URL that is opened to everybody and closed again. What let everybody in goes with the alias, so each run looks whether the
# alias is the one of the run before: what is mocked here is given to a resource where it is made, not where it is changed.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  zip      = "tests/fixtures/x86_64.zip"
  strategy = { kind = "provisioned", environments = 2 }
}

run "a_closed_url_lets_nobody_in_by_the_alias_s_policy" {
  variables {
    http = { kind = "url", authorization = "AWS_IAM" }
  }

  override_resource {
    target = aws_lambda_alias.live
    values = { arn = "the first alias" }
  }
  override_resource {
    target = aws_lambda_function_url.this
    values = { function_url = "the first url" }
  }

  assert {
    condition     = length(aws_lambda_permission.open) == 0 && output.open_url_command == null
    error_message = "No permission, and no command that gives one."
  }
}

run "opening_makes_the_url_anew_and_permits_everybody" {
  variables {
    http = { kind = "url", authorization = "NONE" }
  }

  override_resource {
    target = aws_lambda_alias.live
    values = { arn = "the second alias" }
  }
  override_resource {
    target = aws_lambda_function_url.this
    values = { function_url = "the second url" }
  }

  assert {
    condition     = output.url == "the second url" && aws_lambda_function_url.this[0].authorization_type == "NONE"
    error_message = "The provider permits everybody only where it makes a URL, not where it changes one."
  }
  assert {
    condition = (
      aws_lambda_permission.open[0].action == "lambda:InvokeFunctionUrl" && aws_lambda_permission.open[0].principal == "*"
      && aws_lambda_permission.open[0].function_url_auth_type == "NONE" && aws_lambda_permission.open[0].qualifier == "live"
    )
    error_message = "Everybody may call, through a URL without authorization only."
  }
  assert {
    condition     = !contains(["FunctionURLAllowPublicAccess", "FunctionURLAllowInvokeAction"], aws_lambda_permission.open[0].statement_id)
    error_message = "The provider takes these two names, and AWS takes a name once."
  }
}

run "a_deploy_leaves_the_open_url_as_it_is" {
  variables {
    http   = { kind = "url", authorization = "NONE" }
    memory = 1024
  }

  override_resource {
    target = aws_lambda_alias.live
    values = { arn = "the third alias" }
  }
  override_resource {
    target = aws_lambda_function_url.this
    values = { function_url = "the third url" }
  }

  assert {
    condition     = aws_lambda_alias.live[0].arn == "the second alias" && output.url == "the second url"
    error_message = "Only opening and closing make alias and URL anew."
  }
}

run "closing_makes_the_alias_anew_and_what_belongs_to_it" {
  variables {
    http = { kind = "url", authorization = "AWS_IAM" }
  }

  override_resource {
    target = aws_lambda_alias.live
    values = { arn = "the third alias" }
  }
  override_resource {
    target = aws_lambda_function_url.this
    values = { function_url = "the third url" }
  }
  override_resource {
    target = aws_lambda_function_event_invoke_config.live
    values = { id = "the second event settings" }
  }
  override_resource {
    target = aws_lambda_provisioned_concurrency_config.fixed
    values = { id = "the second provisioned concurrency" }
  }

  assert {
    condition     = aws_lambda_alias.live[0].arn == "the third alias"
    error_message = "With the alias goes its policy, and everybody's permission, whoever gave it."
  }
  assert {
    condition     = length(aws_lambda_permission.open) == 0 && output.url == "the third url" && aws_lambda_function_url.this[0].authorization_type == "AWS_IAM"
    error_message = "The URL asks for IAM."
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.live.id == "the second event settings"
    error_message = "No retries of the new alias either."
  }
  assert {
    condition     = aws_lambda_provisioned_concurrency_config.fixed[0].id == "the second provisioned concurrency"
    error_message = "As many environments on the new alias."
  }
}

run "open_again_and_autoscaled" {
  variables {
    http     = { kind = "url", authorization = "NONE" }
    strategy = { kind = "autoscaled", minimum = 1, maximum = 2, actions = { night = { expression = "cron(0 20 * * ? *)", minimum = 1, maximum = 1 } } }
  }
}

run "an_api_instead_of_an_open_url_makes_the_alias_anew_and_what_scales_it" {
  variables {
    http     = { kind = "api" }
    strategy = { kind = "autoscaled", minimum = 1, maximum = 2, actions = { night = { expression = "cron(0 20 * * ? *)", minimum = 1, maximum = 1 } } }
  }

  override_resource {
    target = aws_lambda_alias.live
    values = { arn = "the fifth alias" }
  }
  override_resource {
    target = aws_lambda_provisioned_concurrency_config.scaled
    values = { id = "anew" }
  }
  override_resource {
    target = aws_appautoscaling_target.alias
    values = { id = "anew" }
  }
  override_resource {
    target = aws_appautoscaling_policy.utilisation
    values = { id = "anew" }
  }
  override_resource {
    target = aws_appautoscaling_scheduled_action.this
    values = { id = "anew" }
  }

  assert {
    condition     = aws_lambda_alias.live[0].arn == "the fifth alias" && length(aws_lambda_permission.open) + length(aws_lambda_function_url.this) == 0
    error_message = "Neither URL nor permission is left."
  }
  assert {
    condition = [for made in [
      aws_lambda_provisioned_concurrency_config.scaled[0].id, aws_appautoscaling_target.alias[0].id,
      aws_appautoscaling_policy.utilisation[0].id, aws_appautoscaling_scheduled_action.this["night"].id
    ] : made if made != "anew"] == []
    error_message = "What scaled the old alias scales the new one."
  }
}

run "a_closed_url_instead_of_an_api_leaves_the_alias_as_it_is" {
  variables {
    http     = { kind = "url" }
    strategy = { kind = "autoscaled", minimum = 1, maximum = 2, actions = { night = { expression = "cron(0 20 * * ? *)", minimum = 1, maximum = 1 } } }
  }

  override_resource {
    target = aws_lambda_alias.live
    values = { arn = "the sixth alias" }
  }

  assert {
    condition     = aws_lambda_alias.live[0].arn == "the fifth alias"
    error_message = "Nobody was let in, so there is nothing to take away."
  }
}
