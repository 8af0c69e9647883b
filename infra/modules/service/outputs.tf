output "function_name" {
  value       = aws_lambda_function.this.function_name
  description = "Name of the Lambda function."
}

output "function_arn" {
  value       = aws_lambda_function.this.arn
  description = "ARN of the function, without a version or an alias: nobody should call it by this."
}

output "alias_arns" {
  value       = { for name, alias in aws_lambda_alias.this : name => alias.arn }
  description = "ARNs of `live`, `blue` and `green`. Whatever calls the service calls `live`."
}

output "url" {
  value       = one(aws_api_gateway_stage.this[*].invoke_url)
  description = "Where the service answers; null without an API."
}

output "api_key_id" {
  value       = one(aws_api_gateway_api_key.this[*].id)
  description = "Id of the first API key: `aws apigateway get-api-key --include-value --api-key <id>` shows it. Null where callers need none."
}

output "stage_arn" {
  value       = one(aws_api_gateway_stage.this[*].arn)
  description = "ARN of the API's stage, which a web ACL can stand before; null without an API."
}

output "topic_arn" {
  value       = one(concat(aws_sns_topic.alerts[*].arn, [for arn in [var.alarm_actions_topic_arn] : arn if !var.own_topic]))
  description = "The topic that hears the alarms: the service's own, or else the one given."
}

output "alarm_names" {
  value       = sort(concat([for a in aws_cloudwatch_metric_alarm.rate : a.alarm_name], [for a in aws_cloudwatch_metric_alarm.gauge : a.alarm_name]))
  description = "Names of the alarms."
}

output "role_arn" {
  value       = aws_iam_role.function.arn
  description = "ARN of the function's role."
}

output "workflow_role_arn" {
  value       = one(aws_iam_role.workflow[*].arn)
  description = "ARN of the role of `slipway release`, for the variable SLIPWAY_DEPLOY_ROLE; null where workflows may not deploy."
}

output "dashboard_name" {
  value       = one(aws_cloudwatch_dashboard.this[*].dashboard_name)
  description = "Name of the dashboard; null without one."
}
