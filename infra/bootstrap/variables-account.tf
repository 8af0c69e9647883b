# What an account has once, and may have already.

variable "api_gateway_logging" {
  type        = bool
  default     = true
  description = "Let API Gateway write logs, a setting of the whole region. False where somebody else has set it."
}

variable "budget" {
  type = object({
    monthly_usd = number
    emails      = list(string)
  })
  default     = null
  description = "Who hears by e-mail when a month costs more than 80 % of this, or is going to cost more than all of it. Free. It counts the whole account until cost_allocation_tags is on, and then what Slipway has made. Null for none."

  validation {
    condition     = var.budget == null ? true : var.budget.monthly_usd > 0 && length(var.budget.emails) > 0
    error_message = "budget needs an amount above 0 and at least one e-mail address: a budget that tells nobody is none."
  }
}

variable "cost_allocation_tags" {
  type        = bool
  default     = false
  description = "Show costs by Slipway's tags. Off at first: AWS takes it from the account that pays only, and only a day after it has seen the tags on something."
}

variable "boundary_actions" {
  type = list(string)
  default = [
    "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "cloudwatch:PutMetricData",
    "dynamodb:Batch*", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:Describe*", "dynamodb:Get*", "dynamodb:List*",
    "dynamodb:PartiQL*", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem",
    "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer",
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*",
    "lambda:Get*", "lambda:InvokeFunction", "lambda:List*",
    "logs:CreateLogStream", "logs:FilterLogEvents", "logs:GetQueryResults", "logs:PutLogEvents", "logs:StartQuery", "logs:StopQuery",
    "s3:AbortMultipartUpload", "s3:DeleteObject*", "s3:GetObject*", "s3:List*", "s3:PutObject*",
    "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
    "sns:GetTopicAttributes", "sns:Publish",
    "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:Get*", "sqs:ReceiveMessage", "sqs:SendMessage",
    "ssm:GetParameter*",
    "states:Describe*", "states:Send*", "states:StartExecution", "states:StartSyncExecution", "states:StopExecution",
    "xray:Get*", "xray:Put*",
  ]
  description = "What a role that the environments make can be given at most: the bot's, and those of your services. They use what there is, and make, change or open nothing. Add here what your services use beside it, such as \"ses:SendEmail\"."

  validation {
    condition     = alltrue([for action in var.boundary_actions : can(regex("^[a-z0-9-]+:[A-Za-z*]+$", action)) && !can(regex("^(iam|organizations|account|sts):", action)) && (!startswith(action, "lambda:") || can(regex("^lambda:(Get|Invoke|List)", action)))])
    error_message = "boundary_actions are actions such as ses:SendEmail, and none of iam, organizations, account or sts, nor one that changes functions: with those a role could raise itself."
  }
}
