variable "data" {
  default = "s3://fraud-models/v1/model.tar.gz"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/prep/1"
  }

  container {
    model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"
    model_data_url     = var.data # SM220
  }
}
