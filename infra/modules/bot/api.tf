# A REST API (v1): an HTTP API (v2) cannot stand behind a web ACL.

resource "aws_api_gateway_rest_api" "this" {
  name        = var.name
  description = "What Slack and GitHub call."
  body        = local.openapi
  tags        = local.tags

  # TLS 1.2 with forward secrecy, or better; Slack and GitHub both speak 1.3.
  security_policy      = "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"
  endpoint_access_mode = "BASIC"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  # Another TLS policy holds from the next deployment on, too.
  triggers = {
    body = sha256(local.openapi)
    tls  = "${aws_api_gateway_rest_api.this.security_policy} ${aws_api_gateway_rest_api.this.endpoint_access_mode}"
  }

  lifecycle {
    create_before_destroy = true # the stage is on it
  }
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV_AWS_120:no answer may be cached
  #checkov:skip=CKV2_AWS_29:a web ACL is a switch with a price (waf.tf)
  #checkov:skip=CKV2_AWS_51:Slack and GitHub have no client certificates; they sign
  #checkov:skip=CKV2_AWS_4:its own log could hold what people wrote; the access log and the front's say enough
  rest_api_id          = aws_api_gateway_rest_api.this.id
  deployment_id        = aws_api_gateway_deployment.this.id
  stage_name           = local.stage
  xray_tracing_enabled = local.traced
  tags                 = local.tags

  # No path as it was typed, no query, no header and no body: they may be secret, or anybody's words.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      requestId = "$context.requestId"
      time      = "$context.requestTime"
      ip        = "$context.identity.sourceIp"
      method    = "$context.httpMethod"
      route     = "$context.resourcePath"
      status    = "$context.status"
      latency   = "$context.responseLatency"
      front     = "$context.integrationLatency"
      bytes     = "$context.responseLength"
      waf       = "$context.waf.status"
      refused   = "$context.error.responseType"
    })
  }
}

resource "aws_api_gateway_method_settings" "this" {
  #checkov:skip=CKV_AWS_225:no answer may be cached
  #checkov:skip=CKV_AWS_308:no answer is cached
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
    metrics_enabled        = false # by route each would be $0.30 a month; those of the stage are free
    logging_level          = "OFF"
    data_trace_enabled     = false
  }
}

resource "aws_lambda_permission" "api" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = module.front.name
  qualifier     = module.front.alias
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/${local.stage}/*"
}
