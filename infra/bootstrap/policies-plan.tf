# Who plans, and who applies, reads how things are set up, and its own state. It reads no secret, no row of a
# table, no message and no log, since whoever may push a branch can run what they like with it. What
# Terraform itself keeps it sees: the services' API keys are in there.

locals {
  reads = [
    "apigateway:GET",
    "cloudwatch:Describe*", "cloudwatch:GetDashboard", "cloudwatch:List*",
    "dynamodb:Describe*", "dynamodb:List*",
    "events:Describe*", "events:List*",
    "lambda:Get*", "lambda:List*",
    "logs:Describe*", "logs:List*",
    "scheduler:Get*", "scheduler:List*",
    "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy",
    "sns:Get*", "sns:List*",
    "sqs:GetQueue*", "sqs:List*",
    "ssm:DescribeParameters", "ssm:ListTagsForResource",
    "states:DescribeStateMachine", "states:List*", "states:ValidateStateMachineDefinition",
    "wafv2:Get*", "wafv2:List*",
  ]

  # By environment: an account of its own keeps dev from prod, a role of its own does not, but for the state.
  read_statements = { for environment in var.environments : environment => concat(
    [
      {
        Sid      = "Settings"
        Effect   = "Allow"
        Action   = local.reads
        Resource = ["*"] # most of them can be said of nothing less
      },
      {
        Sid      = "Roles"
        Effect   = "Allow"
        Action   = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags"]
        Resource = [local.roles]
      },
      {
        # Of the whole bucket: else S3 says "denied" of a state that is not there yet.
        Sid      = "StateThere"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.state.arn]
      },
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.state.arn}/${environment}/*"]
      },
    ],
    # Terraform cannot look at a parameter without its value.
    [for _ in range(var.secrets == "ssm" ? 1 : 0) : {
      Sid      = "Parameters"
      Effect   = "Allow"
      Action   = ["ssm:GetParameter", "ssm:GetParameters"]
      Resource = ["arn:${local.partition}:ssm:${var.region}:${var.account_id}:parameter/slipway/*"]
    }],
    [for key in local.keys : {
      Sid      = "Key"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:DescribeKey"]
      Resource = [key]
    }],
  ) }
}

resource "aws_iam_role_policy" "reads" {
  for_each = local.terraform

  name   = "read"
  role   = aws_iam_role.github[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.read_statements[each.value.environment] })
}
