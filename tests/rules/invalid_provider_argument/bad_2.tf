provider "aws" {
  region                = "us-east-1"
  allowed_account_ids   = ["123456789012"] # SM112
  forbidden_account_ids = ["210987654321"] # SM112
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = "arn:aws:iam::123456789012:role/scoring"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
