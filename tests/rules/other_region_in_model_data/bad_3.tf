provider "aws" {
  region = "us-east-1"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    model_data_source {
      s3_data_source {
        s3_uri           = "s3://sagemaker-us-west-2-123456789012/v1/" # SM424
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }
  }
}
