variable "images" {
  type = list(string)
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  dynamic "container" {
    for_each = var.images

    content {
      image = container.value
    }
  }
}
