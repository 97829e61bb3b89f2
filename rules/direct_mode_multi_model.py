"""A model in `Direct` mode has a container in `MultiModel` mode.

In `Direct` mode a request names a container. In `MultiModel` mode a request names the model that a
container loads. AWS documents multi-model and multi-container endpoints separately, and its feature
matrix has no multi-model hosting inside a multi-container endpoint.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-create.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    check_each,
    rule,
)

BAD = Example(
    "The container is `MultiModel`, but the model is in `Direct` mode.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      inference_execution_config {
        mode = "Direct"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        container_hostname = "fraud"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/tenants:1.0.1"
        container_hostname = "tenants"
        mode               = "MultiModel" # SM223
        model_data_url     = "s3://fraud-models/tenants/"
      }
    }
    """,
)

GOOD = Example(
    "The containers run in series, and one of them is multi-model.",
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
        mode               = "MultiModel"
        model_data_url     = "s3://fraud-models/tenants/"
      }
    }
    """,
)


@rule("SM223", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each `MultiModel` of a model whose containers are called directly."""
    config = model.child("inference_execution_config")
    mode = config.argument("mode") if config else None
    if mode and mode.value == "Direct":
        yield from check_each(model.containers(), lambda container: _multi(container, mode))


def _multi(container: Container, direct: Argument) -> Iterator[Problem]:
    mode = container.argument("mode")
    if mode and mode.value == "MultiModel":
        yield Problem(
            mode.span,
            "the container is `MultiModel`, but the model is in `Direct` mode",
            hint="host the models at a separate endpoint",
            related=(Related("the mode `Direct`", direct.span), *mode.related),
        )
