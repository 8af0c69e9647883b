# What more than one role may do. docs/permissions.md has the reason of each permission, and a test
# holds that page, these policies and the calls of the code equal.

locals {
  # Functions, their versions and aliases, that module service or a person has tagged. The bot's own
  # are not: it cannot change itself. Their names would not fit into a policy's 10,240 characters.
  managed  = { StringEquals = { "aws:ResourceTag/slipway:managed" = "true" } }
  services = "arn:${local.partition}:lambda:${local.here}:function:*"
  versions = "${local.services}:*" # and aliases; a function without a qualifier does not match

  may_queue = {
    Sid      = "Queue"
    Effect   = "Allow"
    Action   = ["sqs:SendMessage"]
    Resource = [for q in aws_sqs_queue.this : q.arn]
  }

  may_keep = {
    Sid    = "Store"
    Effect = "Allow"
    Action = [
      "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query",
      "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
    ]
    Resource = aws_dynamodb_table.this.arn
  }

  may_wake = [
    {
      Sid      = "Engine"
      Effect   = "Allow"
      Action   = ["states:StartExecution", "states:SendTaskSuccess"]
      Resource = local.state_machine_arn
    },
    {
      Sid      = "Executions"
      Effect   = "Allow"
      Action   = ["states:DescribeExecution"]
      Resource = "arn:${local.partition}:states:${local.here}:execution:${local.state_machine}:*"
    },
  ]

  # Which images and archives there are. Without s3:ListBucket, S3 says "denied" of what is not there.
  may_look_at_artifacts = concat(
    length(local.images) == 0 ? [] : [{
      Sid      = "Images"
      Effect   = "Allow"
      Action   = ["ecr:DescribeImages"]
      Resource = [for i in local.images : "arn:${local.partition}:ecr:${i.region}:${i.account}:repository/${i.name}"]
    }],
    length(local.archives) == 0 ? [] : [
      {
        Sid      = "Buckets"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = distinct([for a in local.archives : "arn:${local.partition}:s3:::${a.bucket}"])
      },
      {
        Sid      = "Archives"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = [for a in local.archives : "arn:${local.partition}:s3:::${a.bucket}/${join("", [for p in compact([a.prefix]) : "${p}/"])}*"]
      },
    ],
  )

  may_act_elsewhere = length(var.account_role_arns) == 0 ? [] : [{
    Sid      = "OtherAccounts"
    Effect   = "Allow"
    Action   = ["sts:AssumeRole", "sts:TagSession"]
    Resource = var.account_role_arns
  }]

  may_use_key = [for key in var.kms_key_arn[*] : {
    Sid      = "Key"
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource = key
  }]

  may_read_secret = {
    for f, arn in local.secret_arns : f => {
      Sid      = "Secret"
      Effect   = "Allow"
      Action   = [var.secrets == "secretsmanager" ? "secretsmanager:GetSecretValue" : "ssm:GetParameter"]
      Resource = arn
    }
  }
}
