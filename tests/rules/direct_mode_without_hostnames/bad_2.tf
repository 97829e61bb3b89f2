resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  inference_execution_config {
    mode = "Direct" # SM214
  }

  primary_container {
    image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cards:1.4.2"
    container_hostname = "cards"
  }
}
