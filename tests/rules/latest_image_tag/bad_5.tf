data "aws_caller_identity" "here" {}

variable "registry" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "${var.registry}/fraud:latest" # SM316
  }
}
