variable "mode" {
  default = "Multi"
}

resource "aws_sagemaker_model" "fraud" {
  name               = "fraud-detector-"
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"
    mode  = var.mode
  }
}
