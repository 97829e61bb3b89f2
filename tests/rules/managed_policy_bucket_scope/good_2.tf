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

resource "aws_iam_role_policy_attachment" "all" {
  role       = aws_iam_role.scoring.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
}

resource "aws_iam_role_policy_attachment" "data" {
  role       = aws_iam_role.scoring.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = aws_iam_role.scoring.arn
  primary_container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "s3://fraud-models/v1/model.tar.gz"
  }
}
