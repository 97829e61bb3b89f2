resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/fraud:1.4.2"
  }
}
