variable "region" {
  type = string
}

locals {
  registry = "763104351884.dkr.ecr.${var.region}.amazonaws.com"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image          = "${local.registry}/pytorch-inference:1.12.0-gpu-py38" # SM225
    mode           = "MultiModel"
    model_data_url = "s3://fraud-models/tenants/"
  }
}
