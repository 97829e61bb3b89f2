data "aws_iam_role" "scoring" {
  name = "fraud"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = data.aws_iam_role.scoring.arn

  primary_container {
    image = "210987654321.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM523

    model_data_source {
      s3_data_source {
        s3_uri           = "s3://llm-models/m/" # SM523
        s3_data_type     = "S3Prefix"
        compression_type = "None"
      }
    }
  }
}
