# One secret for each of the two that need one: a cold start makes one call, and the front never
# holds the bot's token. Only the containers are made here. What is in them is put in by hand, as
# JSON (docs/configuration.md), and is never in Terraform's state.

locals {
  holders = toset(["front", "worker"])

  secret_arns = {
    for f in local.holders : f => var.secrets == "secretsmanager" ? aws_secretsmanager_secret.this[f].arn : aws_ssm_parameter.this[f].arn
  }
  secret_refs = {
    for f in local.holders : f => var.secrets == "secretsmanager" ? "secretsmanager:${aws_secretsmanager_secret.this[f].arn}" : "ssm:${aws_ssm_parameter.this[f].name}"
  }
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV2_AWS_57:Slack and GitHub have no way to rotate these by a program; docs/configuration.md says how people do
  #checkov:skip=CKV_AWS_149:AWS's own key encrypts at no cost; kms_key_arn turns on a customer key
  for_each = var.secrets == "secretsmanager" ? local.holders : []

  name                    = "${var.name}/${each.key}"
  description             = "What Slipway's ${each.key} needs, as a JSON object; docs/configuration.md has the names."
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.deletion_protection ? 30 : 0
  tags                    = local.tags
}

resource "aws_ssm_parameter" "this" {
  #checkov:skip=CKV_AWS_337:AWS's own key encrypts at no cost; kms_key_arn turns on a customer key
  for_each = var.secrets == "ssm" ? local.holders : []

  name        = "/${var.name}/${each.key}"
  description = "What Slipway's ${each.key} needs, as a JSON object; docs/configuration.md has the names."
  type        = "SecureString"
  key_id      = var.kms_key_arn
  tags        = local.tags

  # A parameter cannot be without a value. A write-only one is never in the state, and as long as
  # the version stays, what people have put in is left alone.
  value_wo         = "{}"
  value_wo_version = 1

  # With any of these the provider would put the value in again, and it knows none. To change the
  # key, put the secret in anew with --key-id.
  lifecycle {
    ignore_changes = [description, key_id]
  }
}
