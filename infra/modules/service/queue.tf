# Asynchronous calls of live that failed three times.
resource "aws_sqs_queue" "dead" {
  count = var.dead_letters ? 1 : 0

  name                      = "${local.function}-dead"
  message_retention_seconds = 1209600 # two weeks, the longest there is
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  tags                      = local.tags
}

resource "aws_sqs_queue_policy" "dead" {
  count = var.dead_letters ? 1 : 0

  queue_url = aws_sqs_queue.dead[0].url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EncryptedOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = aws_sqs_queue.dead[0].arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# By the alias and not in the function: so it holds for every version that becomes live.
resource "aws_lambda_function_event_invoke_config" "live" {
  count = var.dead_letters ? 1 : 0

  function_name          = aws_lambda_function.this.function_name
  qualifier              = aws_lambda_alias.this["live"].name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead[0].arn
    }
  }
}
