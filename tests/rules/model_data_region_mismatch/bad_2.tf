provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

resource "aws_s3_bucket" "models" {
  provider = aws.west
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    model_data_url = "s3://${aws_s3_bucket.models.id}/v1/model.tar.gz" # SM420
  }
}
