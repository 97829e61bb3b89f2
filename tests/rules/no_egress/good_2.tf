resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = "sg-0a1b2c3d"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_sagemaker_model" "let_out_here" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    model_data_url = "s3://fraud-models/v1/model.tar.gz"
  }

  vpc_config {
    subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    security_group_ids = ["sg-0a1b2c3d"]
  }
}
