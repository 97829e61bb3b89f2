resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image          = "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference:2.7-gpu"
    model_data_url = "s3://fraud-models/v1/model.tar.gz"
  }
}
