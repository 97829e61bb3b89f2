provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "models" {
}

locals {
  b = aws_s3_bucket.models.bucket
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    model_data_url = "https://${local.b}.s3.us-west-2.amazonaws.com/m.tar.gz" # SM424
  }
}
