resource "aws_sagemaker_model" "let_in_by_the_resources" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shared:1.4.2"
    model_data_url = "s3://shared/v1/model.tar.gz"
  }
  container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "s3://tagged/v1/model.tar.gz"
  }
}
