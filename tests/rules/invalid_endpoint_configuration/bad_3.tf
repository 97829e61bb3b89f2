locals {
  variants = {
    blue  = "ml.m5.large"
    green = "ml.m5.huge"
  }
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}

resource "aws_sagemaker_endpoint_configuration" "live" {
  for_each = local.variants

  production_variants {
    variant_name           = each.key
    model_name             = aws_sagemaker_model.m.name
    initial_instance_count = 0          # SM814
    instance_type          = each.value # SM814
  }
}
