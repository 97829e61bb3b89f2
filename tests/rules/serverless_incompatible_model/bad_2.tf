module "model" {
  source = "./model"
}

resource "aws_sagemaker_endpoint_configuration" "live" {
  dynamic "production_variants" {
    for_each = toset(["all"])

    content {
      variant_name = production_variants.key
      model_name   = module.model.name # SM806

      serverless_config {
        max_concurrency   = 5
        memory_size_in_mb = 2048
      }
    }
  }
}

# file: model/model.tf
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/features:1.4.2"
  }

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}

output "name" {
  value = aws_sagemaker_model.m.name
}
