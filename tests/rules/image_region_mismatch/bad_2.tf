provider "aws" {
  region = "eu-central-1"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/fraud:1.4.2" # SM311
  }
}
