"""An expression cannot be evaluated.

Terraform rejects operands of the wrong type, functions that do not exist (`map` and `list` were
removed in Terraform 0.15), calls with too few or too many arguments, and functions that fail for
their arguments. An expression that depends on the value of a variable fails only at plan.

See <https://developer.hashicorp.com/terraform/language/functions>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "There is no function named `map`.",
    """
    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
      tags = map("Team", "risk") # SM005
    }
    """,
)

GOOD = Example(
    "`tomap` is the current function for this.",
    """
    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
      tags = tomap({ Team = "risk" })
    }
    """,
)

check = diagnostic_rule(__name__, "SM005", Severity.ERROR, structural=True)
