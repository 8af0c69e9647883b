# The account, as `slipway init` wrote it. What else there is: variables.tf and variables-account.tf beside this file.
account_id   = "123456789012"
region       = "eu-west-1"
config       = "../../slipway.yaml"
repository   = "acme/slipway"
environments = ["staging", "prod"]
secrets      = "secretsmanager" # as the bot's
budget       = { monthly_usd = 20, emails = ["ops@example.com"] }
