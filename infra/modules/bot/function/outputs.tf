output "name" {
  value       = aws_lambda_function.this.function_name
  description = "The function's name."
}

# Not just the word: whoever names the alias by this waits until it is there.
output "alias" {
  value       = aws_lambda_alias.live.name
  description = "Name of its alias `live`."
}

output "alias_arn" {
  value       = aws_lambda_alias.live.arn
  description = "ARN of its alias `live`."
}

output "invoke_arn" {
  value       = aws_lambda_alias.live.invoke_arn
  description = "How API Gateway names its alias `live`."
}

output "role_arn" {
  value       = aws_iam_role.this.arn
  description = "ARN of its role."
}

output "log_group_name" {
  value       = aws_cloudwatch_log_group.this.name
  description = "Name of its log group."
}
