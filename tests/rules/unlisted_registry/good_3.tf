resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "registry.example.com/fraud@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

    image_config {
      repository_access_mode = "Vpc"
    }
  }

  vpc_config {
    subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67890"]
    security_group_ids = ["sg-0a1b2c3d4e5f67890"]
  }
}
