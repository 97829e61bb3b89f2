variable "bucket" {
  type = string
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

    additional_model_data_source {
      channel_name = "draft"

      s3_data_source {
        s3_uri           = "s3://${var.bucket}/model.safetensors"
        s3_data_type     = "S3Object"
        compression_type = "Gzip" # SM418
      }
    }
  }
}
