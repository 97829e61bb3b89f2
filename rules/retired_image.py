"""An image needs Elastic Inference, which AWS has retired.

Since April 15, 2023, AWS accepts no new customers for Elastic Inference and asks others to migrate.
Images whose repositories end in `-eia` need it, and get no new versions.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/ei.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.images import find_aws_repository, parse_image_reference

BAD = Example(
    "`pytorch-inference-eia` needs Elastic Inference, which AWS has retired.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference-eia:1.5.1-cpu-py3" # SM319
      }
    }
    """,
)

GOOD = Example(
    "The image is for CPUs and supported.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312"
      }
    }
    """,
)


@rule("SM319", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image of AWS for Elastic Inference."""
    image = container.image
    name = find_aws_repository(image, parse_image_reference(image)) if image else None
    if image and name and name.endswith("-eia"):
        message = f"`{name}` needs Elastic Inference, which AWS has retired"
        yield Problem(image.span, message, f"use `{name.removesuffix('-eia')}`", image.related)
