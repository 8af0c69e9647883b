locals {
  guarded     = var.waf != "off"
  web_acl_arn = var.web_acl_arn == null ? one(module.waf[*].arn) : var.web_acl_arn
}

module "waf" {
  source = "../waf"
  count  = local.guarded && var.web_acl_arn == null ? 1 : 0

  name = "slipway-${var.environment}"
  mode = var.waf
  # Only the bot's own paths are excepted. Without the bot they are excepted anywhere: another one may share this.
  signed_hosts   = var.bot == null ? [] : [split("/", module.bot[0].url)[2]]
  retention_days = var.retention_days
  kms_key_arn    = var.kms_key_arn
  tags           = merge(var.tags, { "slipway:environment" = var.environment })
}
