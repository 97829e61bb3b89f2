variable "region" {
  type = string
}

locals {
  registry = "763104351884.dkr.ecr.${var.region}.amazonaws.com"
  settings = {
    HF_MODEL_ID = "google/flan-t5-xl"
  }
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  enable_network_isolation = true

  primary_container {
    image       = "${local.registry}/huggingface-pytorch-inference:2.1.0-transformers4.37.0"
    environment = local.settings # SM606
  }
}
