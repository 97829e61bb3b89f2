resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  inference_execution_config {
    mode = "Direct"
  }

  container {
    image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    container_hostname = "fraud"
    mode               = "SingleModel"
  }

  container {
    image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/loans:1.0.1"
    container_hostname = "loans"
  }
}
