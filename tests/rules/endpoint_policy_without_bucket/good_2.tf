resource "aws_vpc_endpoint_policy" "s3" {
  vpc_endpoint_id = "vpce-0a1b2c3d"
  policy          = "{}"
}

resource "aws_sagemaker_model" "policy_changes_here" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "s3://risk-models/v1/model.tar.gz"
  }

  vpc_config {
    subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    security_group_ids = ["sg-0a1b2c3d"]
  }
}
