resource "aws_sagemaker_model" "m" {
  execution_role_arn = null # SM101

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
