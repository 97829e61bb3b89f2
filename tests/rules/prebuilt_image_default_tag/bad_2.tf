provider "aws" {
  region = "eu-west-1"
}

data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "sagemaker-scikit-learn"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM321
  }
}
