variable "package" {}

terraform {
  required_providers {
    aws = "< 5.0"
  }
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    model_package_name = var.package # SM802
  }
}
