resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "637423239942.dkr.ecr.mx-central-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312"
  }
}
