# Examples: `slipway init` writes your own.
account_id = "123456789012"
region     = "eu-west-1"
config     = "../../docs/examples/slipway.yaml"
repository = "acme/slipway"
budget     = { monthly_usd = 20, emails = ["ops@example.com"] }
