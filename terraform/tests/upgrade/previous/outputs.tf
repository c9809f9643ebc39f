output "url" {
  description = "Where the function answers HTTP: try /hello. Null without http."
  value = (
    local.domain != null ? "https://${local.domain.name}/" :
    local.http == "api" ? "${aws_apigatewayv2_api.this[0].api_endpoint}/" :
    local.http == "url" ? aws_lambda_function_url.this[0].function_url : null
  )
}

output "alias_arn" {
  description = "ARN of the alias that callers, schedules and the warmer invoke."
  value       = local.alias_arn
}

output "function_name" {
  description = "Name of the function; ./hearth bench --aws takes it."
  value       = local.function_name
}

output "role_name" {
  description = "Name of the function's role: attach here what your own code needs."
  value       = local.deploys ? aws_iam_role.function[0].name : var.existing_function.role_name
}

output "log_group" {
  description = "Name of the function's log group."
  value       = local.log_group
}

output "schedules" {
  description = "What keeps environments warm, when: expression, time zone and target of each schedule; minimum and maximum of each scheduled action."
  value = merge(
    { for name, s in local.schedules : name => { expression = s.expression, timezone = s.timezone, target = s.target } },
    { for name, a in local.actions : name => { expression = a.expression, timezone = a.timezone, minimum = a.minimum, maximum = a.maximum } },
  )
}

output "monthly_cost" {
  description = "USD for 30 days: the chosen strategy and the alternatives with as many environments, before and after the free tier."
  value       = local.monthly_cost
}

output "warm_environment" {
  description = "The warmer's environment variables. With existing_function: set them on your function, or leave its defaults."
  value       = local.warm_environment
}

output "domain_target" {
  description = "Where your DNS has to point http.domain at (CNAME, or alias with the zone). Null without a domain."
  value = local.domain == null ? null : {
    name = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name
    zone = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].hosted_zone_id
  }
}

output "dashboard_url" {
  description = "The dashboard in CloudWatch's console. Null without one."
  value       = var.dashboard ? "https://${local.region}.console.aws.amazon.com/cloudwatch/home?region=${local.region}#dashboards/dashboard/${var.name}-${local.region}" : null
}

output "alarm_topic_arn" {
  description = "The SNS topic of the alarms. Null without alarms.create_topic."
  value       = one(aws_sns_topic.alarms[*].arn)
}

output "open_url_command" {
  description = "With http.authorization = \"NONE\": the command that opens the URL. AWS asks for a second permission since October 2025 which the AWS provider's older versions cannot express. Null otherwise."
  value = local.http != "url" || var.http.authorization != "NONE" ? null : join(" ", [
    "aws lambda add-permission --region ${local.region} --function-name ${local.function_name} --qualifier ${local.alias_name}",
    "--statement-id FunctionURLAllowInvokeAction --action lambda:InvokeFunction --principal '*' --invoked-via-function-url",
  ])
}
