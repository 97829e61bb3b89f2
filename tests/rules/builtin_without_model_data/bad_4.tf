data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "pca"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM322
  }

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
