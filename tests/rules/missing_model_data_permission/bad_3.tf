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

resource "aws_iam_role_policy" "read" {
  role = aws_iam_role.scoring.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:*", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::fraud-models/*"
      },
    ]
  })
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = aws_iam_role.scoring.arn
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    model_data_source {
      s3_data_source {
        s3_uri           = "s3://fraud-models/v1/" # SM509
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }
  }
}
