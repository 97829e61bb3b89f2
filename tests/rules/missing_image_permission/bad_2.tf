resource "aws_ecr_repository" "fraud" {
  name = "fraud"
}

resource "aws_s3_bucket" "models" {
  bucket = "fraud-models"
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

resource "aws_iam_role_policy" "data" {
  role = aws_iam_role.scoring.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${aws_s3_bucket.models.arn}/*"
      },
    ]
  })
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = aws_iam_role.scoring.arn
  primary_container {
    image          = "${aws_ecr_repository.fraud.repository_url}:1.4.2" # SM508
    model_data_url = "s3://${aws_s3_bucket.models.bucket}/v1/model.tar.gz"
  }
}
