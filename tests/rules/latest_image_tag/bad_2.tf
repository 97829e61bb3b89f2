resource "aws_ecr_repository" "fraud" {
  name = "fraud"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "${aws_ecr_repository.fraud.repository_url}:latest" # SM316
  }
}
