"""A container of a pipeline sets an environment variable that SageMaker sets.

In a model of several containers SageMaker sets `SAGEMAKER_BIND_TO_PORT` and
`SAGEMAKER_SAFE_PORT_RANGE` for each of them. A custom port is ignored at best; otherwise the
container listens on a port that SageMaker does not call.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-real-time.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-missing-accept.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Model, Problem, Severity, check_each, rule

RESERVED = ("SAGEMAKER_BIND_TO_PORT", "SAGEMAKER_SAFE_PORT_RANGE")

BAD = Example(
    "`environment.SAGEMAKER_BIND_TO_PORT` is reserved: SageMaker sets it.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          SAGEMAKER_BIND_TO_PORT = "8081" # SM710
        }
      }
    }
    """,
)

GOOD = Example(
    "This variable may be set by the user.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          SAGEMAKER_PROGRAM = "inference.py"
        }
      }
    }
    """,
)


@rule("SM710", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each variable that SageMaker sets in a model of several containers."""
    containers = model.containers()
    if len(containers) > 1:
        yield from check_each(containers, _reserved)


def _reserved(container: Container) -> Iterator[Problem]:
    environment = container.argument("environment")
    for key, value in environment.items() if environment else ():
        if key in RESERVED and value.raw.data is not None:
            at = container.key_span("environment", key) or value.span
            message = f"`environment.{key}` is reserved: SageMaker sets it"
            yield Problem(at, message, "remove it", value.related)
