output "backend" {
  description = "The text of backend.tf of this folder: with it, its own state moves into the bucket."
  value       = <<-EOT
    terraform {
      backend "s3" {
        bucket         = "${aws_s3_bucket.state.id}"
        key            = "bootstrap/terraform.tfstate"
        region         = "${var.region}"
        encrypt        = true
        dynamodb_table = "${aws_dynamodb_table.locks.name}"
        use_lockfile   = true%{for key in local.keys}
        kms_key_id     = "${key}"%{endfor}
      }
    }
  EOT
}

output "backend_hcl" {
  description = "The text of backend.hcl of every environment."
  value = join("", concat(
    ["bucket = \"${aws_s3_bucket.state.id}\"\n", "region = \"${var.region}\"\n"],
    [for key in local.keys : "kms_key_id = \"${key}\"\n"],
  ))
}

output "repository_urls" {
  description = "Where images are pushed to, by the repository's name. The bot's is slipway."
  value       = { for name, registry in module.registry : name => registry.repository_url }
}

output "terraform_roles" {
  description = "TERRAFORM_ROLE of each of GitHub's environments, such as prod-plan and prod-infra."
  value = { for name, role in local.terraform :
    "${role.environment}-${role.role == "plan" ? "plan" : "infra"}" => aws_iam_role.github[name].arn
  }
}

output "build_roles" {
  description = "SLIPWAY_BUILD_ROLE of each service's repository. Empty until workflows.commits names a commit."
  value       = { for service, _ in local.builds : service => aws_iam_role.github["build-${service}"].arn }
}

output "notice_roles" {
  description = "SLIPWAY_NOTICE_ROLE of each service's repository. Empty until workflows.commits names a commit."
  value       = { for service, _ in local.notices : service => aws_iam_role.github["notice-${service}"].arn }
}

output "oidc_provider_arn" {
  description = "GitHub, as the account knows it. The roles of slipway release trust it."
  value       = local.provider
}

output "permissions_boundary_arn" {
  description = "The policy that no role of an environment can exceed."
  value       = aws_iam_policy.boundary.arn
}
