# `terraform validate` accepts this file. `terraform apply` does not.

variable "mode" {
  type    = string
  default = "Multi"
}

resource "aws_sagemaker_model" "fraud" {
  name               = "fraud-detector-"
  execution_role_arn = "arn:aws:iam::123456789012:user/deploy"

  primary_container {
    image          = "docker.io/example/fraud:1.4.2"
    mode           = var.mode
    model_data_url = "s3://Example_Models/fraud/model.zip"
  }

  vpc_config {
    subnets            = ["sg-0a1b2c3d4e5f60718"]
    security_group_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_sagemaker_model" "pipeline" {
  name               = "fraud-pipeline"
  execution_role_arn = aws_iam_role.pipeline.arn

  container {
    image              = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/prepare:2.0.0"
    container_hostname = "prepare"
  }

  container {
    image              = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/predict:latest"
    container_hostname = "prepare"
  }

  inference_execution_config {
    mode = "Direct"
  }
}

resource "aws_iam_role" "pipeline" {
  name               = "fraud-pipeline"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
