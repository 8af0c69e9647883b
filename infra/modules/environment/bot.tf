module "bot" {
  source = "../bot"
  count  = var.bot == null ? 0 : 1

  config      = var.config
  environment = var.environment

  package              = local.bot.package
  image_uri            = local.bot.image_uri
  zip_folder           = local.bot.zip_folder
  architecture         = local.bot.architecture
  runtime              = local.bot.runtime
  memory               = local.bot.memory
  secrets              = local.bot.secrets
  tracing              = local.bot.tracing
  log_level            = local.bot.log_level
  timezone             = local.bot.timezone
  drills               = local.bot.drills
  throttle             = local.bot.throttle
  reserved_concurrency = local.bot.reserved_concurrency
  maximum_concurrency  = local.bot.maximum_concurrency
  account_role_arns    = local.bot.account_role_arns
  alarm_topic_arns     = local.bot.alarm_topic_arns
  deletion_protection  = local.bot.deletion_protection
  dashboards           = coalesce(local.bot.dashboards, var.dashboards)
  warm_up              = coalesce(local.bot.warm_up, var.warm_up)

  associate_waf  = local.guarded
  web_acl_arn    = local.web_acl_arn
  alert_emails   = var.alert_emails
  retention_days = var.retention_days
  kms_key_arn    = var.kms_key_arn
  tags           = var.tags

  permissions_boundary_arn = local.boundary
}
