# What the API lets in, and how.

mock_provider "aws" {}

variables {
  config    = "../../../docs/examples/slipway.yaml"
  image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}

run "four_routes_are_signed_one_is_a_health_check_and_one_a_page_for_everybody" {
  assert {
    condition = {
      for path, methods in jsondecode(local.openapi).paths : path => { for m, o in methods : m => [for p in try(o.parameters, []) : p.name if p.required] }
      } == {
      "/github/webhooks"    = { post = ["X-Hub-Signature-256"] }
      "/healthz"            = { get = [] }
      "/see/{id}"           = { get = ["id"] }
      "/slack/commands"     = { post = ["X-Slack-Signature", "X-Slack-Request-Timestamp"] }
      "/slack/events"       = { post = ["X-Slack-Signature", "X-Slack-Request-Timestamp"] }
      "/slack/interactions" = { post = ["X-Slack-Signature", "X-Slack-Request-Timestamp"] }
    }
    error_message = "Other routes, or a route that asks for other headers."
  }
  assert {
    condition     = alltrue([for path in keys(local.signed_routes) : local.paths[path].post["x-amazon-apigateway-request-validator"] == "headers"])
    error_message = "A signed route does not look for its headers."
  }
}

run "what_has_no_signature_is_told_what_a_bad_one_is_told" {
  assert {
    condition     = jsondecode(local.openapi)["x-amazon-apigateway-gateway-responses"].BAD_REQUEST_PARAMETERS == { statusCode = 401, responseTemplates = { "application/json" = "" } }
    error_message = "A missing header is not answered with an empty 401."
  }
}

run "bodies_come_byte_for_byte" {
  assert {
    condition     = jsondecode(local.openapi)["x-amazon-apigateway-binary-media-types"] == ["*/*"]
    error_message = "API Gateway would make text of a body whose bytes are signed."
  }
}

run "another_api_is_another_deployment" {
  assert {
    condition     = aws_api_gateway_deployment.this.triggers.body == sha256(aws_api_gateway_rest_api.this.body)
    error_message = "A change of the API would not be deployed."
  }
  assert {
    condition     = aws_api_gateway_deployment.this.triggers.tls == "${aws_api_gateway_rest_api.this.security_policy} ${aws_api_gateway_rest_api.this.endpoint_access_mode}"
    error_message = "Another TLS policy would not hold before the next deployment."
  }
}

run "the_access_log_has_the_request_id_and_nothing_that_callers_wrote" {
  assert {
    condition     = jsondecode(aws_api_gateway_stage.this.access_log_settings[0].format).requestId == "$context.requestId"
    error_message = "The access log has no request id."
  }
  assert {
    condition     = length(regexall("\\$context\\.(path|authorizer|requestOverride)|\\$input|\\$util|userAgent|header|body", aws_api_gateway_stage.this.access_log_settings[0].format)) == 0
    error_message = "The access log has something that callers wrote."
  }
  assert {
    condition     = alltrue([for m in aws_api_gateway_method_settings.this.settings : !m.data_trace_enabled && m.logging_level == "OFF"])
    error_message = "API Gateway would log bodies."
  }
}

run "it_is_regional_throttled_and_speaks_nothing_older_than_TLS_1_2" {
  assert {
    condition     = aws_api_gateway_rest_api.this.endpoint_configuration[0].types == toset(["REGIONAL"]) || aws_api_gateway_rest_api.this.endpoint_configuration[0].types == tolist(["REGIONAL"])
    error_message = "The API is not regional, so no web ACL of the region would fit."
  }
  assert {
    condition     = strcontains(aws_api_gateway_rest_api.this.security_policy, "TLS13_1_2")
    error_message = "The API speaks an old TLS."
  }
  assert {
    condition     = aws_api_gateway_method_settings.this.settings[0].throttling_rate_limit == 50
    error_message = "The API is not throttled."
  }
}

run "only_this_api_may_call_the_front" {
  assert {
    condition     = aws_lambda_permission.api.source_arn == "${aws_api_gateway_rest_api.this.execution_arn}/live/*" && aws_lambda_permission.api.qualifier == "live"
    error_message = "Others may call the front, or its unpublished code may be called."
  }
}
