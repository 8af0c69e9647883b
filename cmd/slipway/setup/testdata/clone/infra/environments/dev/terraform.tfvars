# Examples: `slipway init` writes your own. The example's slipway.yaml has no dev: add one to yours,
# or delete this folder.
account_id = "123456789012"
region     = "eu-west-1"
config     = "../../../docs/examples/slipway.yaml"
waf        = "count"

services = {
  checkout = { initial_image = "0000000000000000000000000000000000000000" }
  payments = { initial_image = "0000000000000000000000000000000000000000" }
}
