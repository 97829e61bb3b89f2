resource "aws_sagemaker_model" "m" {
  for_each = toset(["1.4.2", "1.5.0"])

  name               = "fraud" # SM108
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:${each.key}"
  }
}
