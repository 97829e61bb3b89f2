"""A model uses an AWS image for training.

AWS publishes separate images for training and for inference. SageMaker runs the container of a
model with the argument `serve`, and `-training` images have no server. The model is created, but
its endpoint never becomes healthy.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-containers-frameworks-deep-learning.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.images import (
    find_aws_repository,
    parse_image_reference,
    read_aws_repositories,
)

BAD = Example(
    "`tensorflow-training` is a training image and cannot serve.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.eu-west-2.amazonaws.com/tensorflow-training:2.11.0-gpu-py39" # SM320
      }
    }
    """,
)

GOOD = Example(
    "The image is for inference.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312"
      }
    }
    """,
)


@rule("SM320", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image of AWS whose repository is one for training."""
    image = container.image
    name = find_aws_repository(image, parse_image_reference(image)) if image else None
    if image and name and name.endswith("-training"):
        other = f"{name.removesuffix('-training')}-inference"
        hint = f"use `{other}`" if other in read_aws_repositories().accounts else None
        message = f"`{name}` is a training image and cannot serve"
        yield Problem(image.span, message, hint, image.related)
