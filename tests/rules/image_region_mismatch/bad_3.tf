provider "aws" {
  region = "us-west-2"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

module "fraud" {
  source = "./model"

  providers = {
    aws = aws.frankfurt
  }
}

# file: model/model.tf
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/fraud:1.4.2" # SM311
  }
}
