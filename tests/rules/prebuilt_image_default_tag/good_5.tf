variable "tag" {
  type = string
}

data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "pytorch-inference"
  image_tag       = var.tag
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
  }
}
