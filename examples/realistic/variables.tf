variable "environment" {
  type    = string
  default = "dev"
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "account_id" {
  type = string
}

variable "bucket" {
  type = string
}

variable "models" {
  type = map(object({
    version = string
    mode    = optional(string, "SingleModel")
  }))
  default = {}
}
