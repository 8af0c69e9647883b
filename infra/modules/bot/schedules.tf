# What happens by the clock.

locals {
  schedules = merge(
    { "${var.name}-sweep" = {
      expression = "rate(2 minutes)"
      timezone   = var.timezone
      function   = module.ticker.alias_arn
      input      = { do = "sweep" }
      # The next one comes soon enough.
      attempts = 0
      age      = 60
    } },
    { for d in var.drills : "${var.name}-drill-${d.environment}-${d.service}" => {
      expression = d.schedule
      timezone   = var.timezone
      function   = module.worker.alias_arn
      input      = { do = "drill", service = d.service, environment = d.environment }
      attempts   = 2
      age        = 600
    } },
    { for s in local.summary[*] : "${var.name}-summary" => {
      expression = "cron(${tonumber(split(":", s.at)[1])} ${tonumber(split(":", s.at)[0])} * * ? *)"
      timezone   = s.timezone
      function   = module.worker.alias_arn
      input      = { do = "summary", at = "<aws.scheduler.scheduled-time>" }
      # Late is better than never, and twice is harmless: the worker tells of a day once.
      attempts = 20
      age      = 6 * 3600
    } },
  )
}

resource "aws_scheduler_schedule_group" "this" {
  name = var.name
  tags = local.tags # schedules themselves have none
}

resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  name                         = each.key
  group_name                   = aws_scheduler_schedule_group.this.name
  schedule_expression          = each.value.expression
  schedule_expression_timezone = each.value.timezone
  kms_key_arn                  = var.kms_key_arn

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = each.value.function
    role_arn = aws_iam_role.schedules.arn
    # Scheduler knows its own words in angle brackets only when these are not escaped.
    input = replace(replace(jsonencode(each.value.input), "\\u003c", "<"), "\\u003e", ">")

    retry_policy {
      maximum_retry_attempts       = each.value.attempts
      maximum_event_age_in_seconds = each.value.age
    }
  }
}

resource "aws_iam_role" "schedules" {
  name                 = "${var.name}-schedules"
  description          = "Calls the ticker for sweeps and the worker for drills and the summary."
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = {
        "aws:SourceAccount" = local.account
        "aws:SourceArn"     = "arn:${local.partition}:scheduler:${local.here}:schedule-group/${var.name}"
      } }
    }]
  })
}

resource "aws_iam_role_policy" "schedules" {
  name = "call"
  role = aws_iam_role.schedules.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "Call"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = distinct([for s in local.schedules : s.function])
      }],
      local.may_use_key,
    )
  })
}
