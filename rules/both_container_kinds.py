"""A model has both a `primary_container` and `container` blocks.

The API takes one or the other: a primary container, or the list of containers of a pipeline. The
provider sends both. `terraform plan` reports no error, and CreateModel rejects the model.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, Severity, rule

BAD = Example(
    "The model has both a `primary_container` and `container` blocks.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      container { # SM202
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }
    }
    """,
)

GOOD = Example(
    "All containers are in `container` blocks.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM202", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the first `container` of a model that has a primary one too."""
    primary = model.child("primary_container")
    other = model.child("container")
    if primary and other:
        yield Problem(
            other.span,
            "the model has both a `primary_container` and `container` blocks",
            hint="keep the `primary_container`, or make it the first `container`",
            related=(Related("the primary container", primary.span),),
        )
