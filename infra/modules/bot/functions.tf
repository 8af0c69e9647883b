# An upgrade begins with the ticker, then the worker, then what calls them (docs/adr/0010): hence
# the dependencies. The state machine's ARN is put together from its name, since it and the
# functions need one another.

locals {
  code = {
    package      = var.package
    image_uri    = var.image_uri
    zip_folder   = var.zip_folder
    architecture = var.architecture
    runtime      = var.runtime
  }

  every_function = {
    SLIPWAY_CONFIG           = "/var/task/slipway.yaml"
    SLIPWAY_QUEUE_URL        = aws_sqs_queue.this["jobs"].url
    SLIPWAY_URGENT_QUEUE_URL = aws_sqs_queue.this["urgent"].url
    SLIPWAY_LOG_LEVEL        = var.log_level
  }

  who_knows_rollouts = merge(
    local.every_function,
    {
      SLIPWAY_TABLE         = aws_dynamodb_table.this.name
      SLIPWAY_STATE_MACHINE = local.state_machine_arn
    },
    local.traced ? { SLIPWAY_TRACES = "xray" } : {},
  )

  # For the daily summary, which says what the bot has cost.
  switches = compact([
    var.associate_waf ? "waf" : "",
    var.secrets == "secretsmanager" ? "secretsmanager" : "",
    var.kms_key_arn == null ? "" : "key",
    var.warm_up ? "warm_up" : "",
    var.dashboards ? "dashboards" : "",
    var.package == "image" ? "image" : "",
    local.traced ? "tracing" : "",
  ])

  # Lambda's control plane takes 15 calls a second of a whole account; the tickers share nine.
  tickers = coalesce(try(var.reserved_concurrency.ticker, null), 10)
}

module "front" {
  source = "./function"

  name        = local.functions.front
  description = "Slipway's front: verifies, queues and answers what Slack and GitHub send."
  program     = "front"
  policy      = local.front_policy
  timeout     = 10
  memory      = var.memory.front
  environment = merge(local.every_function, { SLIPWAY_SECRETS = local.secret_refs.front })

  reserved_concurrency     = try(var.reserved_concurrency.front, null)
  code                     = local.code
  traced                   = local.traced
  retention_days           = var.retention_days
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = local.tags

  depends_on = [module.worker]
}

module "worker" {
  source = "./function"

  name        = local.functions.worker
  description = "Slipway's worker: does what people and alarms ask for."
  program     = "worker"
  policy      = local.worker_policy
  timeout     = 60
  memory      = var.memory.worker
  environment = merge(local.who_knows_rollouts, {
    SLIPWAY_FUNCTION       = "worker"
    SLIPWAY_DEAD_QUEUE_URL = aws_sqs_queue.dead.url
    SLIPWAY_TOPIC          = aws_sns_topic.alerts.arn
    SLIPWAY_SECRETS        = local.secret_refs.worker
    SLIPWAY_SWITCHES       = coalesce(join(",", local.switches), "none")
  })

  reserved_concurrency     = try(var.reserved_concurrency.worker, null)
  code                     = local.code
  traced                   = local.traced
  retention_days           = var.retention_days
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = local.tags

  depends_on = [module.ticker]
}

module "ticker" {
  source = "./function"

  name        = local.functions.ticker
  description = "Slipway's ticker: moves rollouts on, and sweeps."
  program     = "worker"
  policy      = local.ticker_policy
  timeout     = 120
  memory      = var.memory.ticker
  environment = merge(local.who_knows_rollouts, {
    SLIPWAY_FUNCTION     = "ticker"
    SLIPWAY_CONTROL_RATE = tostring(9 / local.tickers)
  })

  reserved_concurrency     = try(var.reserved_concurrency.ticker, null)
  code                     = local.code
  traced                   = local.traced
  retention_days           = var.retention_days
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = local.tags
}

# A sweep that failed is not repeated: the next one is never more than two minutes away.
resource "aws_lambda_function_event_invoke_config" "ticker" {
  function_name                = module.ticker.name
  qualifier                    = module.ticker.alias
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 120
}

# An alarm or a drill that the worker failed at three times would be gone, for no queue holds it:
# people are told of it instead.
resource "aws_lambda_function_event_invoke_config" "worker" {
  function_name                = module.worker.name
  qualifier                    = module.worker.alias
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 3600

  destination_config {
    on_failure {
      destination = aws_sns_topic.alerts.arn
    }
  }
}
