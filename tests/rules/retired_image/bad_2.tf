data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "tensorflow-inference-eia"
  image_tag       = "2.3.0-cpu"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM319
  }
}
