provider "aws" {
  region = "us-west-2"
}

variable "account" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    model_package_name = "arn:aws:sagemaker:us-east-1:${var.account}:model-package/fraud/3" # SM228
  }
}
