resource "aws_vpc" "fraud" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  for_each = toset(["us-east-1a", "us-east-1b"])

  vpc_id            = aws_vpc.fraud.id
  cidr_block        = each.key == "us-east-1a" ? "10.0.0.0/24" : "10.0.1.0/24"
  availability_zone = each.key
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  vpc_config {
    subnets            = [for subnet in aws_subnet.private : subnet.id]
    security_group_ids = ["sg-0a1b2c3d4e5f67890"]
  }
}
