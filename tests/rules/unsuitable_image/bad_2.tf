variable "tag" {
  default = "0.9.0"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:${var.tag}" # SM332
  }
}
