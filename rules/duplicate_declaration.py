"""A module declares the same thing twice.

All files of a directory form one module. `terraform validate` rejects two variables, locals,
outputs, module calls or resources of one type with the same name, also if they are in different
files.

See <https://developer.hashicorp.com/terraform/language/files>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "Variable `image` is declared twice.",
    """
    variable "image" {
      type = string
    }

    variable "image" { # SM006
      type    = string
      default = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
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
    "Each variable is declared once.",
    """
    variable "image" {
      type    = string
      default = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = var.image
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM006", Severity.ERROR, structural=True)
