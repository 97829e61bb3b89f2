data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "kmeans"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
    model_data_url = "s3://fraud-models/model.tar.gz"
  }
}
