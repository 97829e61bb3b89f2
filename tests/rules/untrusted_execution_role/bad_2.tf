data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"] # SM501
    }
  }
}

resource "aws_iam_role" "scoring" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = aws_iam_role.scoring.arn
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
