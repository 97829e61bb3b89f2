resource "aws_sagemaker_model" "m" {
  execution_role_arm = "arn:aws:iam::123456789012:role/fraud" # SM105

  primary_container {
    image        = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    modelDataUrl = "s3://fraud-models/v1/model.tar.gz" # SM105
  }
}
