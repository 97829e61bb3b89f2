resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "tensorflow/serving:2.14.1" # SM309

    image_config {
      repository_access_mode = "Platform"
    }
  }
}
