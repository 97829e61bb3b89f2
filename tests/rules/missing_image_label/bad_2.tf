locals {
  images = [
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:2.0.0",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2",
  ]
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = local.images[0]
  }
  container {
    image = local.images[1] # SM336
  }
}
