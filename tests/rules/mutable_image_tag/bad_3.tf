resource "aws_ecr_repository" "fraud" {
  name = "fraud"
}

variable "release" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "${aws_ecr_repository.fraud.repository_url}:${var.release}" # SM324
  }

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
