# The same in each environment: what differs is in terraform.tfvars, backend.tf and backend.hcl.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

locals {
  environment = basename(abspath(path.root)) # the folder's name, so that it is said once
}

provider "aws" {
  region = var.region

  # Someone else's credentials in the shell must not build this in their account.
  allowed_account_ids = [var.account_id]

  default_tags { tags = merge(var.tags, { "slipway:environment" = local.environment }) }
}

module "environment" {
  source = "../../modules/environment"

  environment          = local.environment
  config               = var.config
  bot                  = var.bot
  services             = var.services
  waf                  = var.waf
  web_acl_arn          = var.web_acl_arn
  workflows            = var.workflows
  alert_emails         = var.alert_emails
  retention_days       = var.retention_days
  dashboards           = var.dashboards
  warm_up              = var.warm_up
  kms_key_arn          = var.kms_key_arn
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}
