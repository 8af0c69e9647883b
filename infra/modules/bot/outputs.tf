output "url" {
  value       = aws_api_gateway_stage.this.invoke_url
  description = "Where the front is: for `slipway doctor --url`."
}

output "host" {
  value       = "${aws_api_gateway_rest_api.this.id}.execute-api.${local.region}.amazonaws.com"
  description = "The API's host: for `signed_hosts` of module waf."
}

output "slack_urls" {
  value       = { for route, path in local.slack_routes : route => "${aws_api_gateway_stage.this.invoke_url}${path}" }
  description = "The addresses for the Slack app's manifest: commands, interactions, events, options."
}

output "github_webhook_url" {
  value       = "${aws_api_gateway_stage.this.invoke_url}/github/webhooks"
  description = "The address for the GitHub App's webhook."
}

output "stage_arn" {
  value       = aws_api_gateway_stage.this.arn
  description = "ARN of the API's stage."
}

output "secret_names" {
  value       = { for f in local.holders : f => var.secrets == "secretsmanager" ? aws_secretsmanager_secret.this[f].name : aws_ssm_parameter.this[f].name }
  description = "Where to put the secrets of front and worker."
}

output "table_name" {
  value       = aws_dynamodb_table.this.name
  description = "Name of the table: SLIPWAY_TABLE of workflows."
}

output "table_arn" {
  value       = aws_dynamodb_table.this.arn
  description = "ARN of the table."
}

output "queue_url" {
  value       = aws_sqs_queue.this["jobs"].url
  description = "URL of the queue of jobs: SLIPWAY_QUEUE_URL of workflows."
}

output "queue_arn" {
  value       = aws_sqs_queue.this["jobs"].arn
  description = "ARN of the queue of jobs."
}

output "state_machine_arn" {
  value       = aws_sfn_state_machine.this.arn
  description = "ARN of the state machine: SLIPWAY_STATE_MACHINE of workflows."
}

output "topic_arn" {
  value       = aws_sns_topic.alerts.arn
  description = "ARN of the topic for alerts: SLIPWAY_TOPIC of workflows."
}

output "function_arns" {
  value = {
    front  = module.front.alias_arn
    worker = module.worker.alias_arn
    ticker = module.ticker.alias_arn
  }
  description = "ARNs of the functions' aliases `live`."
}

output "role_arns" {
  value = {
    front         = module.front.role_arn
    worker        = module.worker.role_arn
    ticker        = module.ticker.role_arn
    state_machine = aws_iam_role.state_machine.arn
  }
  description = "ARNs of the roles: module account lets worker and ticker in."
}

output "dashboard_names" {
  value       = [for d in aws_cloudwatch_dashboard.this : d.dashboard_name]
  description = "Names of the dashboards."
}
