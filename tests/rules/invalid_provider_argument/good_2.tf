variable "deployer" {
  type    = string
  default = "to be given"
}

provider "aws" {
  region = "us-east-1"

  assume_role {
    role_arn = var.deployer
  }
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = "arn:aws:iam::123456789012:role/scoring"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
