module "fraud" {
  source = "./model"
  image  = "811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:1"
}

# file: model/main.tf
variable "image" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = var.image # SM322
  }
}
