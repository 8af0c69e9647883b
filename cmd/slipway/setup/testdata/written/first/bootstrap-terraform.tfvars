# The account, as `go run ./cmd/slipway init` wrote it. What else there is: variables.tf and variables-account.tf beside this file.
account_id   = "123456789012"
region       = "eu-west-1"
config       = "../../slipway.yaml"
repository   = "acme/slipway"
environments = ["staging", "prod"]
secrets      = "secretsmanager" # as the bot's
budget       = { monthly_usd = 60, emails = ["ops@example.com"] }

# Roles for the services' own workflows, to push builds and to hear of alarms: they trust build.yml and rollback.yml of these
# commits of this repository alone. Those of `slipway release` are each environment's `workflows`.
# workflows = { repository = "acme/slipway", commits = ["<40 digits>"] }
