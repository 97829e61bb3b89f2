# file: providers.tofu
provider "aws" {
  alias    = "at"
  for_each = toset(["eu-west-1", "us-east-1"])
  region   = each.key
}

module "fraud" {
  source    = "./model"
  for_each  = toset(["eu-west-1", "us-east-1"])
  providers = { aws = aws.at[each.key] }
}

# file: model/model.tf
resource "aws_sagemaker_model" "m" {
  name               = "fraud"
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
