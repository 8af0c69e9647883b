# The API as OpenAPI: four routes that are signed, the health check, and the page that a link of the
# bot's leads to outside of Slack, which is the same for everybody. What has no signature at all is
# turned away before it costs a call, with the front's own answer to a bad one.

locals {
  stage = "live"

  signatures = {
    slack  = ["X-Slack-Signature", "X-Slack-Request-Timestamp"]
    github = ["X-Hub-Signature-256"]
  }

  slack_routes = { for r in ["commands", "interactions", "events"] : r => "/slack/${r}" }

  signed_routes = merge(
    { for path in values(local.slack_routes) : path => local.signatures.slack },
    { "/github/webhooks" = local.signatures.github },
  )

  to_front = {
    type                = "aws_proxy"
    httpMethod          = "POST"
    uri                 = module.front.invoke_arn
    passthroughBehavior = "when_no_match"
    timeoutInMillis     = 10000 # the front's own time-out
  }

  paths = merge(
    { for path, headers in local.signed_routes : path => {
      post = {
        "x-amazon-apigateway-request-validator" = "headers"
        "x-amazon-apigateway-integration"       = local.to_front
        parameters                              = [for h in headers : { name = h, in = "header", required = true, schema = { type = "string" } }]
        responses                               = { "200" = { description = "An answer, or nothing." } }
      }
    } },
    { "/healthz" = {
      get = {
        "x-amazon-apigateway-integration" = local.to_front
        responses                         = { "200" = { description = "It can be reached." } }
      }
    } },
    { "/see/{id}" = {
      get = {
        "x-amazon-apigateway-integration" = local.to_front
        parameters                        = [{ name = "id", in = "path", required = true, schema = { type = "string" } }]
        responses                         = { "200" = { description = "What Slack shows instead of this page." } }
      }
    } },
  )

  openapi = jsonencode({
    openapi = "3.0.1"
    info    = { title = var.name, version = "1" }
    paths   = local.paths

    "x-amazon-apigateway-request-validators" = {
      headers = { validateRequestParameters = true, validateRequestBody = false }
    }
    "x-amazon-apigateway-gateway-responses" = {
      BAD_REQUEST_PARAMETERS = { statusCode = 401, responseTemplates = { "application/json" = "" } }
    }
    # Every body comes to the front byte for byte: signatures are over bytes, not over text.
    "x-amazon-apigateway-binary-media-types" = ["*/*"]
  })
}
