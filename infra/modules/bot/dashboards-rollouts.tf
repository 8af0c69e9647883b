locals {
  hour = 3600

  rollout_widgets = [
    { title = "Deploys a day", period = local.day, metrics = [for m in ["DeployStarted", "DeploySucceeded", "DeployRolledBack"] : ["Slipway", m]] },
    { title = "From the start to all traffic, s", period = local.day, metrics = [for p in ["p50", "p95"] : ["Slipway", "LeadTime", { stat = p, label = p }]] },
    { title = "From the fault to the old version, s", period = local.day, metrics = [for p in ["p50", "p95"] : ["Slipway", "Recovery", { stat = p, label = p }]] },
    { title = "Share of production's deploys that were taken back", period = local.day, stat = "Average", metrics = [["Slipway", "ChangeFailure"]] },
    { title = "Verdicts that decided", period = local.day, metrics = [["Slipway", "Verdicts"]] },
    { title = "Sweeps, and what they put right", metrics = [["Slipway", "Heartbeat"], ["Slipway", "SweeperRepairs"]] },
    { title = "Slack's errors", metrics = [["Slipway", "SlackErrors"]] },
  ]

  # AWS tells estimates for the whole account only, in one region, four times a day, and only where
  # "Receive CloudWatch billing alerts" is on. What is used is told for the bot alone.
  cost_widgets = [
    { title = "Estimated charges of the account, USD", region = "us-east-1", period = local.day, stat = "Maximum", metrics = [["AWS/Billing", "EstimatedCharges", "Currency", "USD"]] },
    { title = "What costs: milliseconds of Lambda an hour", period = local.hour, metrics = [for f in values(local.functions) : ["AWS/Lambda", "Duration", "FunctionName", f]] },
    { title = "What costs: units of DynamoDB an hour", period = local.hour, metrics = [for m in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"] : ["AWS/DynamoDB", m, "TableName", var.name]] },
    { title = "What costs: messages an hour", period = local.hour, metrics = [for q in local.all_queues : ["AWS/SQS", "NumberOfMessagesSent", "QueueName", q]] },
    { title = "What costs: bytes logged an hour", period = local.hour, metrics = [for g in values(local.log_groups) : ["AWS/Logs", "IncomingBytes", "LogGroupName", g]] },
  ]
}
