data "aws_iam_role" "scoring" {
  name = "fraud"
}

resource "aws_iam_role_policy" "read" {
  role = data.aws_iam_role.scoring.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_sagemaker_model" "given_more_here" {
  execution_role_arn = data.aws_iam_role.scoring.arn

  primary_container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/risk:1.4.2"
    model_data_url = "s3://fraud-models/v1/model.tar.gz"
  }
}
