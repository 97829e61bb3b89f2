data "aws_caller_identity" "here" {}

data "aws_region" "here" {}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "${data.aws_caller_identity.here.account_id}.dkr.ecr.${data.aws_region.here.name}.amazonaws.com/fraud" # SM317
  }

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
