module "service" {
  source   = "../service"
  for_each = var.services

  config      = var.config
  environment = var.environment
  service     = each.key

  package              = each.value.package
  initial_image        = each.value.initial_image
  initial_object       = each.value.initial_object
  architecture         = each.value.architecture
  runtime              = each.value.runtime
  handler              = each.value.handler
  memory               = each.value.memory
  timeout              = each.value.timeout
  variables            = each.value.variables
  secret_arns          = each.value.secret_arns
  policies             = each.value.policies
  reserved_concurrency = each.value.reserved_concurrency
  account_concurrency  = each.value.account_concurrency
  dead_letters         = each.value.dead_letters
  event_source_alarm   = each.value.event_source_alarm
  tracing              = each.value.tracing
  dashboards           = coalesce(each.value.dashboards, var.dashboards)
  warm_up              = coalesce(each.value.warm_up, var.warm_up)
  api                  = each.value.http ? each.value.api : null
  thresholds           = each.value.thresholds

  workflow       = local.workflow
  associate_waf  = local.guarded
  web_acl_arn    = local.web_acl_arn
  alert_emails   = var.alert_emails
  retention_days = var.retention_days
  kms_key_arn    = var.kms_key_arn
  tags           = var.tags

  permissions_boundary_arn = local.boundary
}
