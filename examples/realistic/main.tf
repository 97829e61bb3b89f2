# A root module as teams have it: models by for_each, values from a file, the model in a module.
#
#   tflint-sagemaker check --var-file prod.tfvars .

locals {
  registry = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com"
}

provider "aws" {
  region = var.region
}

module "model" {
  source   = "./modules/model"
  for_each = var.models

  name       = "${var.environment}-${each.key}"
  image      = "${local.registry}/${each.key}:${each.value.version}"
  model_data = "s3://${var.bucket}/${each.key}/${each.value.version}/model.tar.gz"
  mode       = each.value.mode
}
