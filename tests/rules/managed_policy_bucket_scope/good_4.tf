resource "aws_iam_role" "llama" {
  name = "llama"
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
  role       = aws_iam_role.llama.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
}

resource "aws_sagemaker_model" "llama" {
  execution_role_arn = aws_iam_role.llama.arn
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/llama:1.4.2"
    model_data_source {
      s3_data_source {
        s3_uri           = "s3://jumpstart-cache-prod-us-east-1/huggingface-llm/llama/v1.0.0/"
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }
  }
}
