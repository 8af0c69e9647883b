data "aws_partition" "this" {}

locals {
  config    = yamldecode(file(var.config))
  partition = data.aws_partition.this.partition
  tags      = merge(var.tags, { "slipway:component" = "bootstrap" })

  # What the environments make is called slipway-…, and its roles may be changed by the
  # apply role. What is made here has a path, so that no such name matches it.
  path  = "/bootstrap/"
  roles = "arn:${local.partition}:iam::${var.account_id}:role/slipway-*"

  # Services whose images are in this account and region; others are made elsewhere.
  registry = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/"
  images = {
    for name, service in local.config.services : name => trimprefix(service.artifact, local.registry)
    if startswith(try(service.artifact, ""), local.registry)
  }

  # Buckets and prefixes of services that are archives. Whoever makes a function of one must be able to read it.
  archives = distinct([
    for service in local.config.services : trimprefix(service.artifact, "s3://")
    if startswith(try(service.artifact, ""), "s3://")
  ])

  # Whose workflows services call, and at which commits.
  releases = try(coalesce(var.workflows.repository), "slipway-dev/slipway")
  commits  = toset(try(var.workflows.commits, []))

  # Functions of an environment, by the names that slipway.yaml gives them, or their usual ones.
  functions = { for environment in var.environments : environment => concat(
    ["slipway-*", "*-${environment}"],
    [for service in local.config.services : service.functions[environment] if can(service.functions[environment]) && !endswith(try(service.functions[environment], ""), "-${environment}")],
  ) }

  keys = var.kms_key_arn == null ? [] : [var.kms_key_arn]
}
