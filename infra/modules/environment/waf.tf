locals {
  guarded     = var.waf != "off"
  web_acl_arn = var.web_acl_arn == null ? one(module.waf[*].arn) : var.web_acl_arn
}

module "waf" {
  source = "../waf"
  count  = local.guarded && var.web_acl_arn == null ? 1 : 0

  name = "slipway-${var.environment}"
  mode = var.waf
  # What is excepted is the bot's alone: without it, nothing is.
  signed_paths   = var.bot == null ? [] : null
  signed_hosts   = var.bot == null ? [] : [module.bot[0].host]
  retention_days = var.retention_days
  kms_key_arn    = var.kms_key_arn
  tags           = merge(var.tags, { "slipway:environment" = var.environment })
}
