output "bot" {
  description = "What the bot's neighbours have to know: Slack's and GitHub's addresses, where its secrets go, and the variables of workflows. Null where it is not."
  value = one([for bot in module.bot : {
    url                = bot.url
    slack_urls         = bot.slack_urls
    github_webhook_url = bot.github_webhook_url
    secret_names       = bot.secret_names
    table_name         = bot.table_name
    queue_url          = bot.queue_url
    state_machine_arn  = bot.state_machine_arn
    topic_arn          = bot.topic_arn
    role_arns          = bot.role_arns
  }])
}

output "services" {
  description = "Each service's function, address, API key's id, alarms' topic, and the role of `slipway release`."
  value = { for name, service in module.service : name => {
    function_name     = service.function_name
    url               = service.url
    api_key_id        = service.api_key_id
    topic_arn         = service.topic_arn
    workflow_role_arn = service.workflow_role_arn
  } }
}

output "web_acl_arn" {
  description = "The web ACL before the stages, to share with another environment of the region; null without one."
  value       = local.web_acl_arn
}
