# An example: terraform -chdir=infra/bootstrap output -raw backend_hcl
bucket = "slipway-terraform-123456789012-eu-west-1"
region = "eu-west-1"
