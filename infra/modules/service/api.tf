# Every path goes to live. The stage is called live, too.
locals {
  stage = "live"
  any = {
    responses = {}
    security  = [for name in ["key"] : { (name) = [] } if try(var.api.api_key, false)]
    x-amazon-apigateway-integration = {
      type                = "aws_proxy"
      httpMethod          = "POST"
      uri                 = aws_lambda_alias.this["live"].invoke_arn
      passthroughBehavior = "when_no_match"
    }
  }
  paths = {
    "/" = { x-amazon-apigateway-any-method = local.any }
    "/{proxy+}" = { x-amazon-apigateway-any-method = merge(local.any, {
      parameters = [{ name = "proxy", in = "path", required = true, schema = { type = "string" } }]
    }) }
  }
}

resource "aws_api_gateway_rest_api" "this" {
  count = var.api == null ? 0 : 1

  name        = local.function
  description = "${var.service} in ${var.environment}"
  tags        = local.tags

  # Without these API Gateway takes TLS 1.0 at its own address.
  security_policy      = "SecurityPolicy_TLS13_1_2_2021_06"
  endpoint_access_mode = "STRICT"

  body = jsonencode({
    openapi    = "3.0.1"
    info       = { title = local.function, version = "1" }
    paths      = local.paths
    components = { securitySchemes = { key = { type = "apiKey", name = "x-api-key", in = "header" } } }
  })

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_deployment" "this" {
  count = var.api == null ? 0 : 1

  rest_api_id = aws_api_gateway_rest_api.this[0].id

  # Another TLS policy holds from the next deployment on, too.
  triggers = {
    body = sha256(aws_api_gateway_rest_api.this[0].body)
    tls  = "${aws_api_gateway_rest_api.this[0].security_policy} ${aws_api_gateway_rest_api.this[0].endpoint_access_mode}"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV_AWS_120: what may be cached is the service's to say
  #checkov:skip=CKV2_AWS_51: callers are known by their API key
  #checkov:skip=CKV_AWS_73: tracing is a switch, and on by default
  count = var.api == null ? 0 : 1

  rest_api_id          = aws_api_gateway_rest_api.this[0].id
  deployment_id        = aws_api_gateway_deployment.this[0].id
  stage_name           = local.stage
  xray_tracing_enabled = var.tracing
  tags                 = local.tags

  # One line a request, without its body, headers and query. API Gateway cannot take a sample of
  # them; samples are what X-Ray keeps of calls, and the web ACL of requests. It needs the
  # account's logging role, which infra/bootstrap sets.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api["access"].arn
    format = jsonencode({
      requestId = "$context.requestId", time = "$context.requestTime", ip = "$context.identity.sourceIp"
      key       = "$context.identity.apiKeyId", method = "$context.httpMethod", path = "$context.path"
      status    = "$context.status", latency = "$context.responseLatency", function = "$context.integration.latency"
      bytes     = "$context.responseLength", error = "$context.error.message", cause = "$context.integration.error"
      trace     = "$context.xrayTraceId", waf = "$context.waf.status"
    })
  }
}

resource "aws_api_gateway_method_settings" "this" {
  #checkov:skip=CKV_AWS_225: what may be cached is the service's to say
  count = var.api == null ? 0 : 1

  rest_api_id = aws_api_gateway_rest_api.this[0].id
  stage_name  = aws_api_gateway_stage.this[0].stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit  = var.api.rate
    throttling_burst_limit = var.api.burst
    logging_level          = "ERROR" # of requests that failed, why
    data_trace_enabled     = false   # never what is in them
    metrics_enabled        = false   # by method they cost $0.30 each; those of the stage are free
  }

  depends_on = [aws_cloudwatch_log_group.api]
}

# API Gateway chooses the name of the second one, and would keep it for ever.
resource "aws_cloudwatch_log_group" "api" {
  for_each = { for kind, name in {
    access  = "/aws/apigateway/${local.function}"
    failure = "API-Gateway-Execution-Logs_${try(aws_api_gateway_rest_api.this[0].id, "")}/${local.stage}"
  } : kind => name if var.api != null }

  name              = each.value
  retention_in_days = var.retention_days
  kms_key_id        = var.kms_key_arn
  tags              = local.tags
}

resource "aws_lambda_permission" "api" {
  count = var.api == null ? 0 : 1

  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.this["live"].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this[0].execution_arn}/${local.stage}/*"
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.associate_waf && var.api != null ? 1 : 0

  resource_arn = aws_api_gateway_stage.this[0].arn
  web_acl_arn  = var.web_acl_arn
}
