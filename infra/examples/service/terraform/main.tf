# checkout in staging, by itself. A team usually names its services in
# infra/environments/<environment>/terraform.tfvars instead.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  type        = string
  default     = "eu-west-1"
  description = "The AWS region."
}

variable "image" {
  type        = string
  description = "Tag or digest of the first image, in the artifact's repository. Deploys replace it."
}

module "checkout" {
  source = "../../../modules/service"

  config        = "../../../../docs/examples/slipway.yaml"
  service       = "checkout"
  environment   = "staging"
  initial_image = var.image
  timeout       = 5
  variables     = { FAULTS = "on" } # a query may ask for a fault: not in prod
}

output "url" {
  value       = module.checkout.url
  description = "Where it answers, to requests with an API key."
}

output "api_key_id" {
  value       = module.checkout.api_key_id
  description = "Id of the API key."
}
