resource "aws_ecr_repository" "fraud" {
  name                 = "fraud"
  image_tag_mutability = "MUTABLE"
}

module "fraud" {
  source = "./model"
  image  = "${aws_ecr_repository.fraud.repository_url}:1.4.2"
}

# file: model/main.tf
variable "image" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = var.image # SM324
  }
}
