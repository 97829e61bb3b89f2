provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["210987654321"]
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = "arn:aws:iam::123456789012:role/scoring" # SM513
  primary_container {
    image = "210987654321.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
