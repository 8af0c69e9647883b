# Takes what was said as one object, and refuses names that nobody knows: an object's type would drop them in silence.

variable "what" {
  type        = string
  description = "What it is that was said, for the sentence."
}

variable "given" {
  type        = any
  description = "What was said: an object."

  validation {
    condition     = can(keys(var.given))
    error_message = "${var.what} is written in braces: { name = value, … }."
  }
}

variable "takes" {
  type        = list(string)
  description = "The names that there are; with a dot, names within names."
}

variable "free" {
  type        = list(string)
  default     = []
  description = "Which of them may have any names within."
}

variable "none" {
  type        = any
  default     = {}
  description = "What is taken instead of null where something is left out: where null itself says something."
}

locals {
  # Three names deep. The numbers of a list are no names.
  names = flatten([for a, inner in var.given : [
    a, contains(var.free, a) ? [] : try([for b, innermost in inner : ["${a}.${b}", try([for c, _ in innermost : "${a}.${b}.${c}"], [])]], []),
  ]])
  unknown = setsubtract([for name in local.names : replace(name, "/[.][0-9]+/", "")], var.takes)
}

output "all" {
  description = "What was said, with a null for each name that was not: that means the default of whoever takes it."
  value       = merge({ for name in var.takes : name => null if !strcontains(name, ".") }, var.none, var.given)

  precondition {
    condition     = length(local.unknown) == 0
    error_message = "${var.what} takes no ${join(", ", local.unknown)}. It takes ${join(", ", var.takes)}."
  }
}
