# staging, as `go run ./cmd/slipway init` wrote it. What else there is: variables.tf and variables-cost.tf beside this file.
account_id   = "123456789012"
region       = "eu-west-1"
config       = "../../../slipway.yaml"
waf          = "block" # "block", "count" ($15 a month) or "off" ($0)
alert_emails = ["ops@example.com"]

# Each needs a first build, of any commit. After that its code is the bot's business.
services = {
  checkout = { initial_image = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }
}
