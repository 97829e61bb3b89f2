# A model with nothing to complain of.

resource "aws_sagemaker_model" "fraud" {
  name                     = "fraud-detector"
  execution_role_arn       = aws_iam_role.sagemaker.arn
  enable_network_isolation = true

  primary_container {
    image          = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "s3://example-models/fraud/1.4.2/model.tar.gz"

    environment = {
      LOG_LEVEL = "info"
    }
  }

  tags = {
    team = "risk"
  }
}

resource "aws_iam_role" "sagemaker" {
  name               = "fraud-detector"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
}

data "aws_iam_policy_document" "assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
}
