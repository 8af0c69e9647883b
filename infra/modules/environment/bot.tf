module "bot" {
  source = "../bot"
  count  = var.bot == null ? 0 : 1

  config      = var.config
  environment = var.environment

  package              = var.bot.package
  image_uri            = var.bot.image_uri
  zip_folder           = var.bot.zip_folder
  architecture         = var.bot.architecture
  runtime              = var.bot.runtime
  memory               = var.bot.memory
  secrets              = var.bot.secrets
  tracing              = var.bot.tracing
  log_level            = var.bot.log_level
  timezone             = var.bot.timezone
  summary              = var.bot.summary
  drills               = var.bot.drills
  throttle             = var.bot.throttle
  reserved_concurrency = var.bot.reserve ? var.bot.reserved_concurrency : null
  maximum_concurrency  = var.bot.maximum_concurrency
  account_role_arns    = var.bot.account_roles
  alarm_topic_arns     = var.bot.alarm_topics
  deletion_protection  = var.bot.deletion_protection
  dashboards           = coalesce(var.bot.dashboards, var.dashboards)
  warm_up              = coalesce(var.bot.warm_up, var.warm_up)

  associate_waf  = local.guarded
  web_acl_arn    = local.web_acl_arn
  alert_emails   = var.alert_emails
  retention_days = var.retention_days
  kms_key_arn    = var.kms_key_arn
  tags           = var.tags

  permissions_boundary_arn = local.boundary
}
