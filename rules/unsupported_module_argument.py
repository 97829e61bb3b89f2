"""The arguments of a module call do not match the variables of the module.

Terraform rejects an argument that no `variable` of the called module declares, and a call without a
value for a required variable.

See <https://developer.hashicorp.com/terraform/language/modules/syntax#calling-a-child-module>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "Module `model` has no variable `image_uri`.",
    """
    module "model" {
      source    = "./modules/model"
      image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM012
    }

    # file: modules/model/main.tf
    variable "image" {
      type    = string
      default = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.1"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = var.image
      }
    }
    """,
)

GOOD = Example(
    "The argument has the name of a variable of the module.",
    """
    module "model" {
      source = "./modules/model"
      image  = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    }

    # file: modules/model/main.tf
    variable "image" {
      type    = string
      default = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.1"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = var.image
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM012", Severity.ERROR, structural=True)
