variable "account_id" {
  type        = string
  description = "The AWS account that all of this is for, 12 digits. Credentials of another one are refused."

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is an AWS account's number: 12 digits in quotes. `aws sts get-caller-identity` tells yours."
  }
}

variable "region" {
  type        = string
  description = "The region of the bot, its state and its images, such as eu-west-1."

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is the name of an AWS region, such as eu-west-1."
  }
}

variable "config" {
  type        = string
  description = "The path of slipway.yaml, as seen from this folder."

  validation {
    condition     = can(yamldecode(file(var.config)).services)
    error_message = "config has to lead to a slipway.yaml with services, as seen from infra/bootstrap. Is the path right?"
  }
}

variable "repository" {
  type        = string
  description = "The GitHub repository, owner/name, whose terraform.yml plans and applies infra/. Its plan and apply roles trust no other."

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository is owner/name, such as acme/slipway: the roles trust exactly this one, so a pattern or a URL will not do."
  }
}

variable "environments" {
  type        = set(string)
  default     = ["dev", "staging", "prod"]
  description = "Which environments get a role that plans and a role that applies."

  validation {
    condition     = length(var.environments) > 0 && length(setsubtract(var.environments, ["dev", "staging", "prod"])) == 0
    error_message = "environments are some of dev, staging and prod: each is a folder of infra/environments."
  }
}

variable "workflows" {
  type        = any
  default     = {}
  description = "The workflows that services call: the `commits` that they name behind the @, and their `repository`, if it is not slipway-dev/slipway. Build roles and notice roles trust these and no others; without a commit neither is made. While services move from one commit to the next, name both."

  validation {
    condition     = try(length(setsubtract(keys(var.workflows), ["commits", "repository"])) == 0, false)
    error_message = "workflows takes commits, and perhaps a repository: { commits = [\"…\"] }."
  }

  validation {
    condition     = alltrue([for commit in try(var.workflows.commits, []) : can(regex("^[0-9a-f]{40}$", commit))])
    error_message = "workflows.commits are full commits, 40 hexadecimal digits each: a branch or a tag can be moved to other code."
  }
}

variable "oidc_provider_arn" {
  type        = string
  default     = null
  description = "The OpenID Connect provider of GitHub, where the account has one already (an account can have only one). Left out, it is made."
}

variable "account_ids" {
  type        = list(string)
  default     = []
  description = "Other accounts whose Lambda functions may pull the images."
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "A key of yours for the state, the lock table and the images ($1 a month), and for what the environments make. Left out, AWS's own keys do it for nothing."
}

variable "secrets" {
  type        = string
  default     = "secretsmanager"
  description = "As the bot's. With \"ssm\", whoever may push a branch of the repository can read the bot's secrets: Terraform cannot plan a parameter without reading its value."

  validation {
    condition     = contains(["secretsmanager", "ssm"], var.secrets)
    error_message = "secrets is \"secretsmanager\" or \"ssm\", as for the bot."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags for everything, beside Slipway's own."
}
