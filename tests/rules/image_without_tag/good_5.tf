data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "pytorch-inference"
  image_tag       = "2.6.0-cpu-py312"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
  }
}
