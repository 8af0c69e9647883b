# What the bot is. Each switch that costs money is in variables-cost.tf.

variable "name" {
  type        = string
  default     = "slipway"
  description = "What the names of all resources begin with. With the roles of infra/bootstrap it has to begin with `slipway`."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,29}$", var.name))
    error_message = "The name is to have 2 to 30 small letters, digits and hyphens and to begin with a letter: names of roles and schedules are made of it, and AWS takes 64 characters."
  }
}

variable "config" {
  type        = string
  description = "Path of slipway.yaml, the same file that the image or the zips were built with."

  validation {
    condition     = can(yamldecode(file(var.config)).services) && can(yamldecode(file(var.config)).environments)
    error_message = "There is no slipway.yaml with services and environments at that path. Begin with a copy of docs/examples/slipway.yaml."
  }

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", try(yamldecode(file(var.config)).summary.at, "09:00")))
    error_message = "In slipway.yaml, summary.at has to be a time of day such as 09:00. `slipway check` says all that is wrong with the file."
  }
}

variable "environment" {
  type        = string
  default     = "prod"
  description = "Whose state the bot is in; a tag. One bot serves all environments."

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "The environment is to be dev, staging or prod."
  }
}

variable "image_uri" {
  type        = string
  default     = null
  description = "The bot's image by digest, `<repository>@sha256:…`; needed with `package = \"image\"`. `make image` says it."

  validation {
    condition     = var.package != "image" || can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/.+@sha256:[0-9a-f]{64}$", var.image_uri))
    error_message = "With package = \"image\", image_uri has to be an image in ECR by its digest, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:…: what runs is then exactly what was scanned. `make image` prints it."
  }
}

variable "zip_folder" {
  type        = string
  default     = null
  description = "Where `make dist CONFIG=slipway.yaml` has put front-arm64.zip and worker-arm64.zip; needed with `package = \"zip\"`."

  validation {
    condition = var.package != "zip" || alltrue([
      for name in ["front", "worker"] : can(filebase64sha256("${var.zip_folder}/${name}-${var.architecture == "arm64" ? "arm64" : "amd64"}.zip"))
    ])
    error_message = "With package = \"zip\", zip_folder has to hold front-<arch>.zip and worker-<arch>.zip (arm64 or amd64, as the architecture says). `make dist CONFIG=slipway.yaml` makes them in dist."
  }
}

variable "architecture" {
  type        = string
  default     = "arm64"
  nullable    = false
  description = "What the functions run on: `arm64`, a fifth cheaper, or `x86_64`. The image has to be built for it."

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "The architecture is to be arm64 or x86_64."
  }
}

variable "runtime" {
  type        = string
  default     = "provided.al2023"
  nullable    = false
  description = "Lambda's runtime of the zips; an image brings its own."
}

variable "log_level" {
  type        = string
  default     = "info"
  nullable    = false
  description = "The least that is logged: `debug`, `info`, `warn` or `error`."

  validation {
    condition     = contains(["debug", "info", "warn", "error"], var.log_level)
    error_message = "The log level is to be debug, info, warn or error."
  }
}

variable "permissions_boundary_arn" {
  type        = string
  default     = null
  description = "The policy that no role made here can exceed; infra/bootstrap makes it, and its apply role makes no role without it."
}

variable "tags" {
  type        = map(string)
  default     = {}
  nullable    = false
  description = "More tags for every resource. Those that begin with `slipway:` are set by the module."
}
