data "aws_subnets" "private" {
  tags = { Tier = "private" }
}

data "aws_vpc" "shared" {
  tags = { Name = "shared" }
}

data "aws_security_group" "default" {
  vpc_id = data.aws_vpc.shared.id
  name   = "default"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  vpc_config {
    subnets            = data.aws_subnets.private.ids
    security_group_ids = [data.aws_security_group.default.id]
  }
}
