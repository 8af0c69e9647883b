variable "account_id" {
  type        = string
  description = "The AWS account of this environment, 12 digits. Credentials of another one are refused."
}

variable "region" {
  type        = string
  description = "The AWS region, such as eu-west-1."
}

variable "config" {
  type        = string
  description = "The path of slipway.yaml, as seen from this folder."
}

variable "bot" {
  type        = any
  default     = null
  description = "The bot, where it is in this environment, in the words of infra/modules/bot: { image_uri = … }."
}

variable "services" {
  type        = any
  default     = {}
  description = "The services here, by name, each in the words of infra/modules/service: { checkout = { initial_image = … } }."
}

variable "workflows" {
  type        = any
  default     = null
  description = "Whom the roles of `slipway release` trust: { commit = \"<40 digits>\" }. Null for no such roles, and where the bot is in another account."
}
