module "fraud" {
  source = "./model"
  image  = "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-training:2.1.0-transformers4.36.0-cpu-py310"
}

# file: model/main.tf
variable "image" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = var.image # SM320
  }
}
