resource "aws_sagemaker_model" "fraud_detection" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}

resource "aws_sagemaker_endpoint_configuration" "live" {
  production_variants {
    variant_name           = "all"
    model_name             = aws_sagemaker_model.fraud_detection.name
    initial_instance_count = 1
    instance_type          = "ml.c6i.large"
  }
}
