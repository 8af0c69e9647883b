terraform {
  required_version = ">= 1.11"

  # The state begins on this machine and moves into the bucket that is made here:
  # infra/README.md, in three commands. They write backend.tf.
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = var.region

  # Someone else's credentials in the shell must not build this in their account.
  allowed_account_ids = [var.account_id]

  default_tags { tags = local.tags }
}
