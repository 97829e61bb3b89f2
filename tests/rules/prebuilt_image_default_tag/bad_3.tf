data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "huggingface-pytorch-inference"
}

module "fraud" {
  source = "./model"
  image  = "${data.aws_sagemaker_prebuilt_ecr_image.p.registry_path}"
}

# file: model/main.tf
variable "image" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = var.image # SM321
  }
}
