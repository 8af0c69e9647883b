variable "name" {
  type        = string
  description = "The repository's name, such as `slipway` or `acme/checkout`."

  validation {
    condition     = can(regex("^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$", var.name)) && length(var.name) >= 2 && length(var.name) <= 256
    error_message = "A repository's name is to have 2 to 256 small letters and digits, with single dots, dashes, underscores and slashes between them."
  }
}

variable "account_ids" {
  type        = list(string)
  default     = []
  description = "Other accounts whose Lambda functions run images of it."

  validation {
    condition     = alltrue([for id in var.account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Each of account_ids has to be an account's id, 12 digits in quotes."
  }
}

variable "keep" {
  type        = number
  default     = 100
  description = "How many images are kept ($0.10 a GB and month). An image that a version still runs must be among them: Lambda may pull it again."

  validation {
    condition     = var.keep >= 30 && floor(var.keep) == var.keep
    error_message = "keep is to be a whole number of 30 or more: 25 versions of a function are kept by default, and each needs its image."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "A customer key ($1 a month) for the images. Without it AWS's own key encrypts, for $0. An existing repository cannot change its key."
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "More tags. Those that begin with `slipway:` are set by the module."
}
