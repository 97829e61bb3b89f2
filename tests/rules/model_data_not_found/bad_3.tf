resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "s3://fraud-models/v0/model.tar.gz" # SM431
  }
  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/llm:2"

    model_data_source {
      s3_data_source {
        s3_uri           = "s3://fraud-models/lm/" # SM431
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }
  }
}
