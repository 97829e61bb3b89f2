locals {
  login = "arn:aws:lambda:us-east-1:123456789012:function:fraud-login"
  named = "arn:aws:lambda:us-east-1:123456789012:function:sagemaker-login"
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

resource "aws_iam_role_policy" "login" {
  role = aws_iam_role.scoring.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["ec2:*NetworkInterface*", "ec2:Describe*"]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "lambda:Invoke*"
        Resource = "arn:aws:lambda:*:*:function:fraud-*"
      },
    ]
  })
}

resource "aws_sagemaker_model" "fraud" {
  execution_role_arn = aws_iam_role.scoring.arn
  primary_container {
    image = "registry.example.com/fraud:1.4.2"

    image_config {
      repository_access_mode = "Vpc"

      repository_auth_config {
        repository_credentials_provider_arn = local.login
      }
    }
  }

  vpc_config {
    subnets            = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
    security_group_ids = ["sg-0cccccccccccccccc"]
  }
}
