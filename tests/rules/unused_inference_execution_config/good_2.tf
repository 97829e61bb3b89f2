variable "more" {
  type    = list(string)
  default = []
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }

  dynamic "container" {
    for_each = var.more

    content {
      image = container.value
    }
  }

  inference_execution_config {
    mode = "Serial"
  }
}
