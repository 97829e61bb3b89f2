data "aws_ecr_repository" "fraud" {
  name = "fraud"
}

module "fraud" {
  source = "./model"
  image  = data.aws_ecr_repository.fraud.repository_url
}

# file: model/main.tf
variable "image" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = var.image # SM317
  }
}
