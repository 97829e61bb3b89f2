provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = { # SM704
      Team = "fraud & risk"
    }
  }
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
