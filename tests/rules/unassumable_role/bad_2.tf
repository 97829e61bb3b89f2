data "aws_iam_role" "scoring" {
  name = "loader"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = data.aws_iam_role.scoring.arn # SM522

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
