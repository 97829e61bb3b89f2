resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  dynamic "containers" { # SM106
    for_each = ["prep:1.0.1", "fraud:1.4.2"]

    content {
      image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/${containers.value}"
    }
  }
}
