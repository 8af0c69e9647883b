# The front has two permissions, and none that could touch a service.

locals {
  front_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.may_read_secret.front, local.may_queue], local.may_use_key)
  })
}
