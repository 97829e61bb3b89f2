resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "fraud-models/v1/model.tar.gz" # SM401
  }
}
