variable "subnets" {
  type    = list(string)
  default = []
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  dynamic "vpc_config" {
    for_each = length(var.subnets) > 0 ? [1] : []

    content {
      subnets            = var.subnets
      security_group_ids = ["sg-0a1b2c3d4e5f67890"]
    }
  }
}

resource "aws_sagemaker_endpoint_configuration" "live" {
  production_variants {
    model_name = aws_sagemaker_model.m.name

    serverless_config {
      max_concurrency   = 5
      memory_size_in_mb = 2048
    }
  }
}
