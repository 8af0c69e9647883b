# As aws/store/table.go has it: no index, so that every read can be strongly consistent.

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:AWS's own key encrypts at no cost; kms_key_arn turns on a customer key
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.deletion_protection
  tags                        = local.tags

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  # Without this block DynamoDB encrypts by a key that AWS owns.
  dynamic "server_side_encryption" {
    for_each = var.kms_key_arn[*]
    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }
}
