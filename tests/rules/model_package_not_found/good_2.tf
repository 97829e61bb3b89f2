locals {
  fraud = "arn:aws:sagemaker:us-east-1:210987654321:model-package/fraud"
}

resource "aws_sagemaker_model" "of_another_account" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    model_package_name = "${local.fraud}/5"
  }

  enable_network_isolation = true
}
