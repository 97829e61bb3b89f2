locals {
  fraud = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    model_package_name = "${local.fraud}/7"
  }
}
