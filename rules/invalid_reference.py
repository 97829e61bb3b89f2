"""A name in an expression refers to nothing.

Terraform reads a bare word as the start of a reference. `terraform validate` rejects a string
without quotes, `each` without `for_each`, `count` without `count`, and `self` outside a provisioner
or a postcondition.

See <https://developer.hashicorp.com/terraform/language/expressions/references>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "`each` is used, but the block has no argument `for_each`.",
    """
    resource "aws_sagemaker_model" "fraud" {
      name               = each.key # SM002
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode  = SingleModel # SM002
      }
    }
    """,
)

GOOD = Example(
    "The block has `for_each`, and the mode is a string.",
    """
    resource "aws_sagemaker_model" "fraud" {
      for_each           = toset(["fraud-a", "fraud-b"])
      name               = each.key
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode  = "SingleModel"
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM002", Severity.ERROR, structural=True)
