resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "${local.registry}/huggingface-pytorch-inference-neuronx:${local.tag}"
  }
}

data "aws_caller_identity" "me" {}

locals {
  registry = "${data.aws_caller_identity.me.id}.dkr.ecr.us-east-1.amazonaws.com"
  tag      = "1.13.1-transformers4.34.1-neuronx-py310-sdk2.15.0-ubuntu20.04"
}

resource "aws_sagemaker_endpoint_configuration" "live" {
  production_variants {
    variant_name           = "all"
    model_name             = aws_sagemaker_model.m.name
    initial_instance_count = 1
    instance_type          = "ml.g5.xlarge" # SM809
  }
}
