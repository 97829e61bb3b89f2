"""A prebuilt framework image has the tag `1`.

`1` is the default tag of `aws_sagemaker_prebuilt_ecr_image`. It is right for the first generation
of built-in algorithms. Framework images have versions as tags, such as
`2.6.0-cpu-py312-ubuntu22.04-sagemaker`, and none has the tag `1`. CreateModel does not find the
image.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/sagemaker_prebuilt_ecr_image>
and <https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.images import (
    find_aws_repository,
    parse_image_reference,
    read_aws_repositories,
)

BAD = Example(
    "The image has the tag `1`, which does not exist in `pytorch-inference`.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "p" {
      repository_name = "pytorch-inference"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path # SM321
      }
    }
    """,
)

GOOD = Example(
    "The tag exists in the repository.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "p" {
      repository_name = "pytorch-inference"
      image_tag       = "2.6.0-cpu-py312"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = data.aws_sagemaker_prebuilt_ecr_image.p.registry_path
      }
    }
    """,
)


@rule("SM321", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image of a framework of AWS with the tag of the data source's default."""
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    name = find_aws_repository(image, reference)
    if name in read_aws_repositories().frameworks and reference.tag == "1":
        yield Problem(
            image.span,
            f"the image has the tag `1`, which does not exist in `{name}`",
            hint="set `image_tag` to a version",
            related=image.related,
        )
