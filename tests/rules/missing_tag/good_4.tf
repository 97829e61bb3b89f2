provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Owner = "risk"
    }
  }
}

variable "tags" {
  type = map(string)
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  tags = var.tags

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
