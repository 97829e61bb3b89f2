resource "aws_ecr_repository" "fraud" {
  name = "fraud"
}

locals {
  image = format("%s:latest", aws_ecr_repository.fraud.repository_url)
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = local.image # SM316
  }

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
