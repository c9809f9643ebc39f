# A function that is there already: only schedules, permissions, alarms and dashboard.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name              = "shop-warm"
  existing_function = { name = "shop", alias = "prod", role_name = "shop-role" }
}

run "the_function_itself_is_left_alone" {
  command = plan

  assert {
    condition = length(concat(
      aws_lambda_function.this[*].id, aws_lambda_alias.live[*].id, aws_iam_role.function[*].id, aws_cloudwatch_log_group.function[*].id,
      aws_apigatewayv2_api.this[*].id, aws_lambda_function_url.this[*].id, aws_lambda_permission.api[*].id
    )) == 0
    error_message = "No function, alias, role, log group, API or URL is made."
  }
  assert {
    condition     = output.role_name == "shop-role" && output.function_name == "shop" && output.url == null
    error_message = "The outputs tell of the function that is there."
  }
}

run "its_alias_is_warmed" {
  command = plan

  assert {
    condition     = aws_scheduler_schedule.this["every-5-minutes"].target[0].arn == "arn:aws:lambda:us-east-1:123456789012:function:shop:prod"
    error_message = "The alias that callers invoke."
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.live.function_name == "shop" && aws_lambda_function_event_invoke_config.live.qualifier == "prod"
    error_message = "No retries there either."
  }
}

run "its_role_may_invoke_the_alias_and_nothing_more" {
  command = plan

  assert {
    condition = aws_iam_role_policy.existing[0].role == "shop-role" && jsondecode(aws_iam_role_policy.existing[0].policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid      = "WarmItsOwnAlias", Effect = "Allow", Action = "lambda:InvokeFunction"
        Resource = "arn:aws:lambda:us-east-1:123456789012:function:shop:prod"
      }]
    }
    error_message = "One statement is added to its role."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.scheduler[0].policy).Statement[0].Resource == "arn:aws:lambda:us-east-1:123456789012:function:shop:prod"
    error_message = "And the scheduler's role may invoke it."
  }
}

run "its_metrics_are_watched" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.no_cycle["no-cycle"].dimensions == tomap({ FunctionName = "shop" }) && aws_cloudwatch_metric_alarm.lambda["errors"].dimensions == tomap({ FunctionName = "shop", Resource = "shop:prod" })
    error_message = "Of the function that is there."
  }
}

run "its_alias_can_be_provisioned" {
  command = plan

  variables {
    strategy = { kind = "autoscaled", minimum = 1, maximum = 3 }
  }

  assert {
    condition     = aws_appautoscaling_target.alias[0].resource_id == "function:shop:prod"
    error_message = "The other strategies work on its alias too."
  }
}
