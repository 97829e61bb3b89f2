resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  dynamic "container" {
    for_each = ["prep", "fraud"]
    labels   = [container.value] # SM110

    content {
      image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/${container.value}:1.4.2"
    }
  }
}
