variable "registry" {
  default = "210987654321"
}

resource "aws_sagemaker_model" "shared" {
  name               = "shared"
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "${var.registry}.dkr.ecr.us-east-1.amazonaws.com/fraud:1" # SM337
  }
}

resource "aws_sagemaker_endpoint_configuration" "live" {
  production_variants {
    variant_name = "all"
    model_name   = aws_sagemaker_model.shared.name

    serverless_config {
      max_concurrency   = 5
      memory_size_in_mb = 2048
    }
  }
}
