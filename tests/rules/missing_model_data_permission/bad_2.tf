resource "aws_s3_bucket" "models" {
  bucket_prefix = "fraud-models-"
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["ecr:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:GetObject"]
    resources = [aws_s3_bucket.models.arn]
  }
}

resource "aws_iam_policy" "read" {
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role" "scoring" {
  name = "scoring"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.scoring.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = aws_iam_role.scoring.arn
  primary_container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "s3://${aws_s3_bucket.models.bucket}/v1/model.tar.gz" # SM509
  }
}
