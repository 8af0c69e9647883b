# One function of the bot with its alias, its role and its log. `live` is what everybody calls: it
# moves to the version that an apply has published, once that is there.

locals {
  image = var.code.package == "image"
  arch  = var.code.architecture == "arm64" ? "arm64" : "amd64" # as zips are named
  zip   = local.image ? null : "${var.code.zip_folder}/${var.program}-${local.arch}.zip"
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_115:reserved concurrency has a default; null is for accounts that cannot reserve any
  #checkov:skip=CKV_AWS_116:queues and schedules bring their own way to try again; alarms watch what fails
  #checkov:skip=CKV_AWS_117:it speaks to AWS, Slack and GitHub only; a network of its own would cost a NAT gateway and gain nothing
  #checkov:skip=CKV_AWS_173:AWS's own key encrypts the environment, which holds no secret; kms_key_arn turns on a customer key
  #checkov:skip=CKV_AWS_272:an image is named by its digest, a zip by its hash
  function_name                  = var.name
  description                    = var.description
  role                           = aws_iam_role.this.arn
  architectures                  = [var.code.architecture]
  memory_size                    = var.memory
  timeout                        = var.timeout
  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)
  publish                        = true
  kms_key_arn                    = var.kms_key_arn
  tags                           = var.tags

  package_type     = local.image ? "Image" : "Zip"
  image_uri        = local.image ? var.code.image_uri : null
  filename         = local.zip
  source_code_hash = local.image ? null : filebase64sha256(local.zip)
  runtime          = local.image ? null : var.code.runtime
  handler          = local.image ? null : "bootstrap"

  # Both programs are in one image.
  dynamic "image_config" {
    for_each = local.image ? [var.program] : []
    content {
      entry_point = ["/${image_config.value}"]
    }
  }

  environment {
    variables = var.environment
  }

  logging_config {
    log_format = "Text" # the program's lines are JSON already, and metrics among them
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = var.traced ? "Active" : "PassThrough"
  }

  # With the rights that it has from the first call on.
  depends_on = [aws_iam_role_policy.own, aws_iam_role_policy.work]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "What everybody calls."
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:AWS's own key encrypts at no cost; kms_key_arn turns on a customer key
  #checkov:skip=CKV_AWS_338:how long logs are kept is a switch that costs; 30 days by default
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
