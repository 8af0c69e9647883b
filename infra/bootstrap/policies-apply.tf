# Beyond that, who applies makes, changes and deletes what the environments have. It sends no message
# and reads no secret and no row. Whoever may change a function's code may do what its role may; so of functions it
# changes the bot's, and those that slipway.yaml names or that end as its environment does.

locals {
  changes = {
    apigateway = ["DELETE", "PATCH", "POST", "PUT", "SetWebACL", "UpdateRestApiPolicy"]
    cloudwatch = ["DeleteAlarms", "DeleteDashboards", "PutCompositeAlarm", "PutDashboard", "PutMetricAlarm", "TagResource", "UntagResource"]
    dynamodb   = ["CreateTable", "DeleteTable", "TagResource", "UntagResource", "UpdateContinuousBackups", "UpdateTable", "UpdateTimeToLive"]
    events     = ["DeleteRule", "DisableRule", "EnableRule", "PutRule", "PutTargets", "RemoveTargets", "TagResource", "UntagResource"]
    lambda     = ["AddPermission", "Create*", "Delete*", "PublishVersion", "Put*", "RemovePermission", "TagResource", "UntagResource", "Update*"]
    logs       = ["AssociateKmsKey", "CreateLogGroup", "DeleteLogGroup", "DeleteMetricFilter", "DeleteRetentionPolicy", "DisassociateKmsKey", "PutMetricFilter", "PutRetentionPolicy", "TagResource", "UntagResource"]
    scheduler  = ["CreateSchedule", "CreateScheduleGroup", "DeleteSchedule", "DeleteScheduleGroup", "TagResource", "UntagResource", "UpdateSchedule"]
    # No PutSecretValue: values are put in by a person. No PutResourcePolicy: by that it could let itself read them.
    secretsmanager = ["CreateSecret", "DeleteSecret", "RestoreSecret", "TagResource", "UntagResource", "UpdateSecret"]
    sns            = ["CreateTopic", "DeleteTopic", "SetTopicAttributes", "Subscribe", "TagResource", "UntagResource"]
    sqs            = ["CreateQueue", "DeleteQueue", "SetQueueAttributes", "TagQueue", "UntagQueue"]
    ssm            = ["AddTagsToResource", "DeleteParameter", "PutParameter", "RemoveTagsFromResource"]
    states         = ["CreateStateMachine", "DeleteStateMachine", "TagResource", "UntagResource", "UpdateStateMachine"]
    wafv2 = [
      "CreateRuleGroup", "CreateWebACL", "DeleteLoggingConfiguration", "DeleteRuleGroup", "DeleteWebACL",
      "PutLoggingConfiguration", "TagResource", "UntagResource", "UpdateRuleGroup", "UpdateWebACL",
    ]
  }

  # API Gateway's ARNs have no account in them, and dashboards' no region.
  change_statements = { for environment in var.environments : environment => [for service, actions in local.changes : {
    Sid    = "Change${title(service)}"
    Effect = "Allow"
    Action = [for action in actions : "${service}:${action}"]
    Resource = [for what in(service == "lambda" ? concat(["event-source-mapping:*"], [for name in local.functions[environment] : "function:${name}"]) : ["*"]) :
      "arn:${local.partition}:${service}:*:${service == "apigateway" ? "" : var.account_id}:${what}"
    ]
  }] }

  create_statements = concat(
    [
      {
        Sid    = "WithoutResources" # AWS asks for these on nothing less than *
        Effect = "Allow"
        Action = [
          "lambda:CreateEventSourceMapping",
          "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
          "logs:DeleteResourcePolicy", "logs:PutResourcePolicy",
          "sns:SetSubscriptionAttributes", "sns:Unsubscribe",
        ]
        Resource = ["*"]
      },
      {
        # To put a firewall before a stage is asked of both, to take it away of the stage alone.
        Sid    = "Firewall"
        Effect = "Allow"
        Action = ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"]
        Resource = [
          "arn:${local.partition}:apigateway:*::/restapis/*/stages/*",
          "arn:${local.partition}:wafv2:*:${var.account_id}:regional/webacl/*/*",
        ]
      },
      {
        Sid      = "NeverItsLocks"
        Effect   = "Deny"
        Action   = ["dynamodb:DeleteTable", "dynamodb:UpdateTable", "dynamodb:UpdateContinuousBackups"]
        Resource = [aws_dynamodb_table.locks.arn]
      },
      {
        Sid      = "ImagesOfNewFunctions"
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:DescribeRepositories", "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy"]
        Resource = ["arn:${local.partition}:ecr:*:*:repository/*"]
      },
    ],
    [for _ in range(length(local.archives) == 0 ? 0 : 1) : {
      Sid      = "ArchivesOfNewFunctions"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = [for archive in local.archives : "arn:${local.partition}:s3:::${archive}/*"]
    }],
    [for key in local.keys : {
      Sid      = "KeyToWrite"
      Effect   = "Allow"
      Action   = ["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = [key]
    }],
  )
}

resource "aws_iam_role_policy" "apply_changes" {
  for_each = var.environments

  name   = "change"
  role   = aws_iam_role.github["apply-${each.key}"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.change_statements[each.key], local.create_statements) })
}

resource "aws_iam_role_policy" "apply_state" {
  for_each = var.environments

  name = "state"
  role = aws_iam_role.github["apply-${each.key}"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${aws_s3_bucket.state.arn}/${each.key}/*"
      },
      {
        Sid      = "LockFile" # the state itself is never deleted
        Effect   = "Allow"
        Action   = "s3:DeleteObject"
        Resource = "${aws_s3_bucket.state.arn}/${each.key}/*.tflock"
      },
      {
        Sid       = "Lock"
        Effect    = "Allow"
        Action    = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"]
        Resource  = aws_dynamodb_table.locks.arn
        Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = "${aws_s3_bucket.state.id}/${each.key}/*" } }
      },
    ]
  })
}
