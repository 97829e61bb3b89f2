# file: main.tf
module "registry" {
  source = "./registry"
}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

  primary_container {
    image = "${module.registry.url}:1.4.2" # SM324
  }
}

# file: registry/main.tf
resource "aws_ecr_repository" "fraud" {
  name = "fraud"
}

output "url" {
  value = aws_ecr_repository.fraud.repository_url
}
