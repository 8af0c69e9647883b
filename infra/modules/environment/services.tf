module "service" {
  source   = "../service"
  for_each = var.services

  config      = var.config
  environment = var.environment
  service     = each.key

  package              = local.services[each.key].package
  initial_image        = local.services[each.key].initial_image
  initial_object       = local.services[each.key].initial_object
  architecture         = local.services[each.key].architecture
  runtime              = local.services[each.key].runtime
  handler              = local.services[each.key].handler
  memory               = local.services[each.key].memory
  timeout              = local.services[each.key].timeout
  variables            = local.services[each.key].variables
  secret_arns          = local.services[each.key].secret_arns
  policies             = local.services[each.key].policies
  reserved_concurrency = local.services[each.key].reserved_concurrency
  account_concurrency  = local.services[each.key].account_concurrency
  dead_letters         = local.services[each.key].dead_letters
  event_source_alarm   = local.services[each.key].event_source_alarm
  tracing              = local.services[each.key].tracing
  dashboards           = coalesce(local.services[each.key].dashboards, var.dashboards)
  warm_up              = coalesce(local.services[each.key].warm_up, var.warm_up)
  api                  = local.services[each.key].api
  thresholds           = local.services[each.key].thresholds
  own_topic            = local.services[each.key].own_topic
  last_resort_role_arn = local.services[each.key].last_resort_role_arn

  alarm_actions_topic_arn = local.services[each.key].alarm_actions_topic_arn

  workflow       = local.workflow
  associate_waf  = local.guarded
  web_acl_arn    = local.web_acl_arn
  alert_emails   = var.alert_emails
  retention_days = var.retention_days
  kms_key_arn    = var.kms_key_arn
  tags           = var.tags

  permissions_boundary_arn = local.boundary
}
