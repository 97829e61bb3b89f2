"""`count` is not a whole number, or `for_each` is not a map or set of strings.

Terraform rejects anything else: a list in `for_each` (wrap it in `toset`), a negative or fractional
`count`, null, and sensitive values, because the keys become part of addresses.

See <https://developer.hashicorp.com/terraform/language/meta-arguments/for_each>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "`for_each` is of type tuple([string, string]).",
    """
    resource "aws_sagemaker_model" "fraud" {
      for_each           = ["fraud-a", "fraud-b"] # SM008
      name               = each.value
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "`for_each` is a set of strings.",
    """
    resource "aws_sagemaker_model" "fraud" {
      for_each           = toset(["fraud-a", "fraud-b"])
      name               = each.value
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM008", Severity.ERROR, structural=True)
