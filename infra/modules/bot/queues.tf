# Jobs and notices wait in one queue, rollbacks in another: they never wait behind a deploy.
# What failed five times goes to the dead letters, and the worker tells whoever asked.

locals {
  queues = {
    jobs   = "${var.name}-jobs.fifo"
    urgent = "${var.name}-urgent.fifo"
  }

  # Not less than the worker's time-out: what failed comes again that soon.
  visibility = 90
  day        = 24 * 60 * 60
}

resource "aws_sqs_queue" "this" {
  for_each = local.queues

  name                       = each.value
  fifo_queue                 = true
  visibility_timeout_seconds = local.visibility
  message_retention_seconds  = local.day
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn
  tags                       = local.tags

  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "dead" {
  name                       = "${var.name}-dead.fifo"
  fifo_queue                 = true
  visibility_timeout_seconds = local.visibility
  message_retention_seconds  = 14 * local.day
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn
  tags                       = local.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url = aws_sqs_queue.dead.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [for q in aws_sqs_queue.this : q.arn]
  })
}

resource "aws_sqs_queue_policy" "this" {
  for_each = merge(aws_sqs_queue.this, { dead = aws_sqs_queue.dead })

  queue_url = each.value.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TLSOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = each.value.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = merge(aws_sqs_queue.this, { dead = aws_sqs_queue.dead })

  event_source_arn        = each.value.arn
  function_name           = module.worker.alias_arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = local.tags

  scaling_config {
    maximum_concurrency = var.maximum_concurrency[each.key]
  }
}
