resource "aws_sagemaker_model" "m" {
  name               = "churn"
  execution_role_arn = "arn:aws:iam::123456789012:role/churn"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:1.1.0"
  }
}
