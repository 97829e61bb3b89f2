module "network" {
  source = "./network"
}

resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_security_group" "fraud" {
  vpc_id = aws_vpc.other.id
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  vpc_config {
    subnets            = module.network.subnets
    security_group_ids = [aws_security_group.fraud.id] # SM610
  }
}

# file: network/main.tf
resource "aws_vpc" "fraud" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  for_each = { us-east-1a = "10.0.0.0/24", us-east-1b = "10.0.1.0/24" }

  vpc_id            = aws_vpc.fraud.id
  cidr_block        = each.value
  availability_zone = each.key
}

output "subnets" {
  value = [for subnet in aws_subnet.private : subnet.id]
}
