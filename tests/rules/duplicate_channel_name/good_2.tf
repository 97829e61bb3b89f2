variable "channel" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    additional_model_data_source {
      channel_name = "lora"

      s3_data_source {
        s3_uri           = "s3://fraud-models/a/"
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }

    additional_model_data_source {
      channel_name = var.channel

      s3_data_source {
        s3_uri           = "s3://fraud-models/b/"
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }
  }
}
