"""A prebuilt image is not available in the region.

AWS does not publish every repository in every region. If the provider has no account for a
repository and region, the plan fails with "no registry ID available". The rule does not report a
region that hashicorp/aws 5.100.0 does not know at all; a newer release may know it.

See <https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, PrebuiltImage, Problem, Severity, rule
from tflint_sagemaker.api.images import read_prebuilt_images
from tflint_sagemaker.api.text import find_similar, shorten

BAD = Example(
    "`lda` has no registry in region `eu-west-3`.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "topics" {
      repository_name = "lda"
      region          = "eu-west-3" # SM307
    }

    resource "aws_sagemaker_model" "topics" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image          = data.aws_sagemaker_prebuilt_ecr_image.topics.registry_path
        model_data_url = "s3://models/topics/model.tar.gz"
      }
    }
    """,
)

GOOD = Example(
    "The algorithm has a registry in this region.",
    """
    data "aws_sagemaker_prebuilt_ecr_image" "topics" {
      repository_name = "lda"
      region          = "eu-west-2"
    }

    resource "aws_sagemaker_model" "topics" {
      execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
      primary_container {
        image          = data.aws_sagemaker_prebuilt_ecr_image.topics.registry_path
        model_data_url = "s3://models/topics/model.tar.gz"
      }
    }
    """,
)


@rule("SM307", Severity.ERROR, on=PrebuiltImage)
def check(image: PrebuiltImage) -> Iterator[Problem]:
    """Yield the region if the repository has no registry there."""
    repository, given = image.repository_name, image.argument("region")
    region = given.text if given else None
    if repository is None or given is None or not region:
        return
    accounts = read_prebuilt_images().accounts.get(repository.text or "")
    if accounts is None or region in accounts or region in read_prebuilt_images().uncharted:
        return
    guess = find_similar(region, accounts)
    yield Problem(
        given.span,
        f"`{repository.text}` has no registry in region `{shorten(region)}`",
        hint=f"use a region that has one, such as `{guess}`"
        if guess
        else "use a region that has one",
        related=given.related,
    )
