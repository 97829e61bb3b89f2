resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.10"
  }
}
