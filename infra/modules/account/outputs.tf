output "role_arn" {
  description = "The role that the bot assumes: `role` of the environment's account in slipway.yaml, and one of module bot's account_role_arns."
  value       = aws_iam_role.bot.arn
}
