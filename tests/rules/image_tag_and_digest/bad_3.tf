module "fraud" {
  source = "./model"
  image  = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
}

# file: model/main.tf
variable "image" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = var.image # SM318
  }
}
