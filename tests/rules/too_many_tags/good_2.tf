provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = { for n in range(30) : "tag-${n}" => "on" }
  }
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  tags = { for n in range(40) : "tag-${n}" => "off" }

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
