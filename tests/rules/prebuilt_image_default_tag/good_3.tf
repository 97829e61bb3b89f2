data "aws_sagemaker_prebuilt_ecr_image" "p" {
  repository_name = "pytorch-inference"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "${data.aws_sagemaker_prebuilt_ecr_image.p.registry_id}.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312"
  }
}
