variable "name" {
  type        = string
  description = "The function's name, and the role's."
}

variable "description" {
  type        = string
  description = "What it is there for."
}

variable "policy" {
  type        = string
  description = "What it may do beside writing its log and its traces: a policy in JSON."
}

variable "permissions_boundary_arn" {
  type        = string
  description = "The policy that the role cannot exceed, or null."
}

variable "program" {
  type        = string
  description = "The program of the image, or of the zip, that it runs: `front` or `worker`."
}

variable "code" {
  type = object({
    package      = string
    image_uri    = optional(string)
    zip_folder   = optional(string)
    architecture = string
    runtime      = string
  })
  description = "Its code, as the bot's variables say."
}

variable "environment" {
  type        = map(string)
  description = "Its environment, as docs/configuration.md has it; no secrets."
}

variable "timeout" {
  type        = number
  description = "After how many seconds a call is given up."
}

variable "memory" {
  type        = number
  description = "In MB."
}

variable "reserved_concurrency" {
  type        = number
  description = "How many run at once at most, kept for it alone; null for none."
}

variable "traced" {
  type        = bool
  description = "Whether X-Ray hears of its calls."
}

variable "retention_days" {
  type        = number
  description = "How many days its log is kept."
}

variable "kms_key_arn" {
  type        = string
  description = "A customer key for its log and its environment, or null."
}

variable "tags" {
  type        = map(string)
  description = "Tags of everything in it."
}
