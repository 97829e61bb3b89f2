resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}

resource "aws_sagemaker_endpoint_configuration" "live" {
  production_variants {
    variant_name = "all"
    model_name   = aws_sagemaker_model.m.name

    serverless_config {
      max_concurrency   = 50 # SM821
      memory_size_in_mb = 2048
    }
  }
}
