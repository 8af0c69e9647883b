# prod, as `go run ./cmd/slipway init` wrote it. What else there is: variables.tf and variables-cost.tf beside this file.
account_id = "123456789012"
region     = "eu-west-1"
config     = "../../../slipway.yaml"
waf        = "block" # "block", "count" ($15 a month) or "off" ($0)

# One bot for all environments.
bot = {
  package    = "zip"           # "image" ($0.03 a month) or "zip" ($0, applied from your machine)
  zip_folder = "../../../dist" # make dist CONFIG=slipway.yaml
  secrets    = "ssm"           # "secretsmanager" ($0.80 a month) or "ssm" ($0)
}

# Each needs a first build, of any commit. After that its code is the bot's business.
services = {
  checkout = { package = "zip", initial_object = "0000000000000000000000000000000000000000.zip" }
}
