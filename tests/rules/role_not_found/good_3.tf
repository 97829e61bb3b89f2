resource "aws_sagemaker_model" "of_another_account" {
  execution_role_arn = "arn:aws:iam::210987654321:role/frauds"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
