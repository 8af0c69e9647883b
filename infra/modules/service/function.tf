locals {
  # s3://<bucket>/<prefix>; the prefix may be empty.
  place = regex("^(?:s3://(?P<bucket>[^/]+)/?(?P<prefix>.*))?", local.artifact)
  image = try(join(startswith(var.initial_image, "sha256:") ? "@" : ":", [local.artifact, var.initial_image]), null)
  key   = try(join("/", compact([local.place.prefix, var.initial_object])), null)
}

# Terraform owns what the function is, Slipway which code it has: the first code is
# given here, and what comes later is none of Terraform's business. A change of memory
# or variables gets to callers with the next deploy, since live points at a version.
resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116: failed asynchronous calls of live go to a queue by aws_lambda_function_event_invoke_config
  #checkov:skip=CKV_AWS_117: a service that needs nothing in a VPC is slower and dearer in one
  #checkov:skip=CKV_AWS_272: code signing is for archives; images are pinned by their digest
  function_name = local.function
  description   = "${var.service} in ${var.environment}, shipped by Slipway"
  role          = aws_iam_role.function.arn
  architectures = [var.architecture]
  memory_size   = var.memory
  timeout       = var.timeout
  kms_key_arn   = var.kms_key_arn
  publish       = true # version 1, for the aliases to begin with

  package_type = var.package == "image" ? "Image" : "Zip"
  image_uri    = var.package == "image" ? local.image : null
  s3_bucket    = var.package == "zip" ? local.place.bucket : null
  s3_key       = var.package == "zip" ? local.key : null
  runtime      = var.package == "zip" ? var.runtime : null
  handler      = var.package == "zip" ? var.handler : null

  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)

  dynamic "environment" {
    for_each = length(var.variables) > 0 ? [var.variables] : []
    content {
      variables = environment.value
    }
  }

  logging_config {
    log_format = "JSON" # the metric filters read it
    log_group  = aws_cloudwatch_log_group.function.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  # What the bot may touch: its rights ask for this tag, which versions and aliases inherit.
  tags = merge(local.tags, { "slipway:managed" = "true" })

  depends_on = [aws_iam_role_policy.function]

  lifecycle {
    ignore_changes = [image_uri, s3_bucket, s3_key, s3_object_version, source_code_hash]

    precondition {
      condition     = var.package == (startswith(local.artifact, "s3://") ? "zip" : "image") && local.artifact != ""
      error_message = "services.${var.service}.artifact in ${var.config} is \"${local.artifact}\", which is not where builds of package `${var.package}` are: say an ECR repository for `image`, or s3://<bucket>/<prefix> for `zip`."
    }
    precondition {
      condition     = can(regex("^[A-Za-z0-9_-]{1,56}$", local.function))
      error_message = "The function's name `${local.function}` has to be of letters, digits, - and _, and at most 56 long, since its role is called slipway-${local.function}. Say another below services.${var.service}.functions in ${var.config}."
    }
  }
}

# live is what callers get, blue the way back, green the candidate. They all begin at
# version 1; from then on Slipway moves them, and a plan is empty at every weight.
resource "aws_lambda_alias" "this" {
  for_each = toset(["blue", "green", "live"])

  name             = each.key
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [function_version, routing_config, description]
  }
}
