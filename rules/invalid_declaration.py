"""A block of the Terraform language is not written as Terraform requires.

Every block type has fixed labels and arguments: a `variable` has one label, an `output` needs a
`value`, an `import` block needs an `id` that is not empty. Terraform rejects anything else before
it evaluates the configuration, so one such mistake hides all others.

See <https://developer.hashicorp.com/terraform/language/syntax/configuration>.
"""

from tflint_sagemaker.api import Example, Severity, diagnostic_rule

BAD = Example(
    "The `variable` block has no argument `required`.",
    """
    variable "image" {
      type     = string
      required = true # SM007
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
    "A variable has the argument `nullable`, but no argument `required`.",
    """
    variable "image" {
      type     = string
      nullable = false
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image = var.image
      }
    }
    """,
)

check = diagnostic_rule(__name__, "SM007", Severity.ERROR, structural=True)
