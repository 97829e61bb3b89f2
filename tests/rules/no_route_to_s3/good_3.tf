resource "aws_sagemaker_model" "without_data" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  vpc_config {
    subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    security_group_ids = ["sg-0a1b2c3d"]
  }
}
