provider "aws" {
  region = "us-east-1"
}

variable "groups" {
  default = ["sg-2a1b2c3d"] # SM621
}

data "aws_subnets" "private" {
  tags = { tier = "private" }
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  vpc_config {
    subnets            = data.aws_subnets.private.ids
    security_group_ids = var.groups
  }
}
