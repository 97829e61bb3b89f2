resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov/fraud:1.4.2"
  }
}
