resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    dynamic "additional_model_data_source" {
      for_each = ["a", "b"]

      content {
        channel_name = "lora" # SM423

        s3_data_source {
          s3_uri           = "s3://fraud-models/${additional_model_data_source.value}/"
          s3_data_type     = "S3Prefix"
          compression_type = "None"
        }
      }
    }
  }
}
