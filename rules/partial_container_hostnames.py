"""A container of a pipeline has no hostname, but another one has.

The API requires hostnames for all containers of a model or for none. `terraform plan` reports no
error, and CreateModel rejects the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ContainerHostname>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Model, Problem, Related, Severity, rule

BAD = Example(
    "The container has no `container_hostname`, but another container has.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
        container_hostname = "prepare"
      }

      container { # SM215
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "Each container has a hostname.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
        container_hostname = "prepare"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        container_hostname = "score"
      }
    }
    """,
)


@rule("SM215", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each `container` without a hostname, if some other has one for certain."""
    containers = model.children("container")
    named = next((block for block in containers if _is_named(block)), None)
    if named is None or _is_direct(model):
        return
    given = named.argument("container_hostname")
    assert given is not None
    for block in containers:
        if at := block.lacks("container_hostname"):
            message = "the container has no `container_hostname`, but another container has"
            related = (Related("the other one's", given.span),)
            yield Problem(
                at, message, "set `container_hostname` for all containers or for none", related
            )


def _is_named(block: BlockView) -> bool:
    given = block.argument("container_hostname")
    return given is not None and isinstance(given.raw.data, str)


def _is_direct(model: Model) -> bool:
    """Whether another rule asks for hostnames anyway."""
    config = model.child("inference_execution_config")
    mode = config.argument("mode") if config else None
    return mode is not None and mode.value == "Direct"
