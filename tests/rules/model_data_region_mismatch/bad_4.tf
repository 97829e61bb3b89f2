provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

module "fraud" {
  source = "./model"
  bucket = aws_s3_bucket.models.bucket
}

resource "aws_s3_bucket" "models" {
  provider = aws.west
  bucket   = "fraud-models"
}

# file: model/model.tf
variable "bucket" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    model_data_url = "s3://${var.bucket}/v1/model.tar.gz" # SM420
  }
}
