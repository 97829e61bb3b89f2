"""Two containers of a model in `Direct` mode have the same hostname.

A request to such a model selects the container by its hostname, so hostnames must be unique. In a
pipeline, whose containers are called one after the other, a hostname only appears in logs and
metrics, and the rule does not apply.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-create.html>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ContainerHostname>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Example, Model, Problem, Related, Severity, rule

BAD = Example(
    "Two containers have the hostname `fraud`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      inference_execution_config {
        mode = "Direct"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cards:1.4.2"
        container_hostname = "fraud"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/loans:1.4.2"
        container_hostname = "fraud" # SM216
      }
    }
    """,
)

GOOD = Example(
    "The hostnames differ.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      inference_execution_config {
        mode = "Direct"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cards:1.4.2"
        container_hostname = "cards"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/loans:1.4.2"
        container_hostname = "loans"
      }
    }
    """,
)


@rule("SM216", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each hostname that a container before it has too."""
    config = model.child("inference_execution_config")
    mode = config.argument("mode") if config else None
    if mode is None or mode.value != "Direct":
        return
    first: dict[str, Argument] = {}
    for container in model.children("container"):
        given = container.argument("container_hostname")
        if given is None or not isinstance(given.raw.data, str):
            continue
        other = first.setdefault(given.raw.data, given)
        if other is not given:
            message = f"two containers have the hostname `{given.shown}`"
            related = (Related("the other one's", other.span), *given.related)
            yield Problem(given.span, message, "give each container a unique hostname", related)
