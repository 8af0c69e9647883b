output "bot" {
  description = "The bot's addresses for Slack and GitHub, where its secrets go, and the variables of workflows."
  value       = module.environment.bot
}

output "services" {
  description = "Each service's function, address and roles."
  value       = module.environment.services
}

output "web_acl_arn" {
  description = "The web ACL, for another environment to share."
  value       = module.environment.web_acl_arn
}
