resource "aws_ecr_repository" "training" {
  name = "training"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "${aws_ecr_repository.training.repository_url}:1.4.2"
  }
}
