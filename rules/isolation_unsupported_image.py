"""An isolated model uses an AWS image that does not support isolation.

AWS: network isolation "is not supported" by the managed containers for Chainer and for
reinforcement learning, because they "require access to Amazon S3".

See <https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html>.
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
from tflint_sagemaker.api.images import find_aws_repository, parse_image_reference

UNSUPPORTED = ("sagemaker-chainer", "sagemaker-rl-")

BAD = Example(
    "The image `sagemaker-chainer` does not support network isolation.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      enable_network_isolation = true

      primary_container {
        image = "520713654638.dkr.ecr.us-east-1.amazonaws.com/sagemaker-chainer:5.0.0-cpu-py3" # SM607
      }
    }
    """,
)

GOOD = Example(
    "The model is not isolated.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "520713654638.dkr.ecr.us-east-1.amazonaws.com/sagemaker-chainer:5.0.0-cpu-py3"
      }
    }
    """,
)


@rule("SM607", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each image of an isolated model that needs S3 while it runs."""
    isolation = model.argument("enable_network_isolation")
    if isolation is not None and isolation.raw.data is not False:
        yield from check_each(model.containers(), lambda container: _open(container, isolation))


def _open(container: Container, isolation: Argument) -> Iterator[Problem]:
    image = container.image
    name = find_aws_repository(image, parse_image_reference(image)) if image else None
    if image is None or name is None or not name.startswith(UNSUPPORTED):
        return
    if isolation.value is not True:
        return
    image.require_not_default()
    isolation.require_not_default()
    yield Problem(
        image.span,
        f"the image `{name}` does not support network isolation",
        hint="use another image, or remove `enable_network_isolation`",
        related=(Related("the isolation", isolation.span), *image.related),
    )
