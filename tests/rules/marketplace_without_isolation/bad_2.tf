variable "package" {
  type    = string
  default = "vendor-fraud-1"
}

locals {
  marketplace = "arn:aws:sagemaker:us-east-1:865070037744:model-package"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  enable_network_isolation = false

  primary_container {
    model_package_name = "${local.marketplace}/${var.package}" # SM608
  }
}
