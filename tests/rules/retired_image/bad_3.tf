module "fraud" {
  source = "./model"
  image  = "763104351884.dkr.ecr.us-east-1.amazonaws.com/mxnet-inference-eia:1.5.1-cpu"
}

# file: model/main.tf
variable "image" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = var.image # SM319
  }
}
