"""A container has the image of a built-in algorithm and no model data.

The built-in algorithms of SageMaker serve a trained model, and AWS requires its path for each of
them. CreateModel accepts the model without it, but the endpoint never becomes healthy.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataUrl>
and <https://github.com/hashicorp/terraform-provider-aws/issues/32734>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, Undecided, rule
from tflint_sagemaker.api.images import (
    find_aws_repository,
    parse_image_reference,
    read_aws_repositories,
)

PLACES = ("model_data_url", "model_data_source")

BAD = Example(
    "`kmeans` is a built-in algorithm and cannot serve without model data.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "p" {
      repository_name = "kmeans"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM322
      }
    }
    """,
)

GOOD = Example(
    "The algorithm gets model data.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "p" {
      repository_name = "kmeans"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
        model_data_url = "s3://fraud-models/model.tar.gz"
      }
    }
    """,
)


@rule("SM322", Severity.NOTICE, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the image of a built-in algorithm in a container that names no model data."""
    image = container.image
    if image is None or container.misspelt(*PLACES):
        return
    if not all(container.lacks(place) for place in PLACES):
        return
    name = find_aws_repository(image, parse_image_reference(image))
    if name not in read_aws_repositories().algorithms:
        return
    if reason := container.may_gain("model_data_source"):
        raise Undecided(reason)
    yield Problem(
        image.span,
        f"`{name}` is a built-in algorithm and cannot serve without model data",
        hint="set `model_data_url` to the trained model",
        related=image.related,
    )
