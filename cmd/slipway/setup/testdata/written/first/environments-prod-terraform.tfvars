# prod, as `go run ./cmd/slipway init` wrote it. What else there is: variables.tf and variables-cost.tf beside this file.
account_id   = "123456789012"
region       = "eu-west-1"
config       = "../../../slipway.yaml"
waf          = "block" # "block", "count" ($15 a month) or "off" ($0)
alert_emails = ["ops@example.com"]

# One bot for all environments.
bot = {
  package = "image" # "image" ($0.03 a month) or "zip" ($0, applied from your machine)
  # image_uri = "<repository>@sha256:…" # needed; once it is pushed, go run ./cmd/slipway init --yes --image …
  secrets = "secretsmanager" # "secretsmanager" ($0.80 a month) or "ssm" ($0)
}

# Each needs a first build, of any commit. After that its code is the bot's business.
services = {} # once there is one, go run ./cmd/slipway init --yes --first-build …
