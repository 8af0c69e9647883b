# An image is built once and promoted unchanged, so its place belongs to no environment.
module "registry" {
  source   = "../modules/registry"
  for_each = toset(concat(["slipway"], values(local.images)))

  name        = each.key
  account_ids = var.account_ids
  kms_key_arn = var.kms_key_arn
  tags        = var.tags
}
