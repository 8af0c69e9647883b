# A state for each environment; the bucket and its region are in backend.hcl. Two locks: the file in the
# bucket, and the table, which also keeps out a Terraform that is too old to know the file.
terraform {
  backend "s3" {
    key            = "staging/terraform.tfstate"
    encrypt        = true
    dynamodb_table = "slipway-terraform-locks"
    use_lockfile   = true
  }
}
