"""The value of a variable does not match its type.

Terraform converts the default of a variable, the values in `terraform.tfvars` and `*.auto.tfvars`,
and the arguments of a module call to the type of the variable. It rejects a value that cannot be
converted, and null if `nullable = false`.

See <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "The default of `var.environment` does not fit its type: map of string required.",
    """
    variable "environment" {
      type    = map(string)
      default = ["LOG_LEVEL", "info"] # SM009
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        environment = var.environment
      }
    }
    """,
)

GOOD = Example(
    "The default has the type that the variable declares.",
    """
    variable "environment" {
      type    = map(string)
      default = { LOG_LEVEL = "info" }
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        environment = var.environment
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM009", Severity.ERROR, structural=True)
