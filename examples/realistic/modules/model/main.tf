variable "name" {
  type = string
}

variable "image" {
  type = string
}

variable "model_data" {
  type = string
}

variable "mode" {
  type    = string
  default = "SingleModel"
}

resource "aws_sagemaker_model" "this" {
  name               = var.name
  execution_role_arn = aws_iam_role.this.arn

  primary_container {
    image          = var.image
    mode           = var.mode
    model_data_url = var.model_data
  }
}

resource "aws_iam_role" "this" {
  name = var.name

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}
