"""A primary container has a hostname, which SageMaker ignores.

`container_hostname` identifies the containers of a model in logs, metrics and direct calls.
SageMaker ignores it for a model with only a primary container.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ContainerHostname>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Severity, Undecided, rule

BAD = Example(
    "The hostname of a primary container is ignored.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        container_hostname = "fraud" # SM226
      }
    }
    """,
)

GOOD = Example(
    "The hostnames are in a list of containers.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
        container_hostname = "prep"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        container_hostname = "fraud"
      }
    }
    """,
)


@rule("SM226", Severity.NOTICE, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the hostname of a primary container that stands alone."""
    primary = model.child("primary_container")
    given = primary.argument("container_hostname") if primary else None
    if given is None or given.is_null or given.raw.data == "" or model.children("container"):
        return
    if reason := model.may_gain("container"):
        raise Undecided(reason)
    yield Problem(
        given.span,
        "the hostname of a primary container is ignored",
        hint="remove `container_hostname`",
        related=given.related,
    )
