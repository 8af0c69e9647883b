# Examples: `slipway init` writes your own.
account_id   = "123456789012"
region       = "eu-west-1"
config       = "../../../docs/examples/slipway.yaml"
waf          = "block"
alert_emails = ["ops@example.com"]
workflows    = { commit = "0000000000000000000000000000000000000000" }

services = {
  checkout = { initial_image = "0000000000000000000000000000000000000000" }
  payments = { initial_image = "0000000000000000000000000000000000000000" }
}
