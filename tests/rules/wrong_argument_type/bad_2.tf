resource "aws_sagemaker_model" "m" {
  execution_role_arn       = "arn:aws:iam::123456789012:role/fraud"
  enable_network_isolation = "TRUE" # SM104

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  vpc_config {
    security_group_ids = "sg-0123456789abcdef0" # SM104
    subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}
