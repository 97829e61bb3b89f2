"""An image does not exist in its registry.

CreateModel accepts the reference and the endpoint then fails: "The repository … does not exist", or
the image cannot be pulled. The rule calls `ecr:DescribeImages`; for other accounts, or if that is
denied, `ecr:BatchGetImage`, which the pull itself needs. It skips images of other registries and of
repositories that the same configuration creates. It is undecided if another part of the
configuration may push the image, such as a module that is not available; if a pull-through cache
may fetch it; if another account denies access to the repository; or if only the VPC reaches the
registry.

See <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html>,
<https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html> and
<https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    CannedResponse,
    Container,
    Example,
    Model,
    Problem,
    Severity,
    Undecided,
    Unknown,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, EcrImage, describe_image, find_ecr_image

PUSHERS = (
    "aws_imagebuilder_image",
    "docker_registry_image",
    "dockerless_remote_image",
    "ko_build",
    "null_resource",
    "skopeo2_copy",
    "skopeo_copy",
    "terraform_data",
)

BAD = Example(
    "There is no image with tag `1.4.3` in `fraud` of account 123456789012 in `us-east-1`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.3" # SM331
      }
    }
    """,
)

GOOD = Example(
    "The image exists in the repository.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "ecr:DescribeImages",
        {"repositoryName": "fraud", "imageIds": [{"imageTag": "1.4.2"}]},
        {"imageDetails": [{"imageTags": ["1.4.2"]}]},
    ),
    CannedResponse(
        "ecr:DescribeImages", {"repositoryName": "fraud"}, error="ImageNotFoundException"
    ),
    CannedResponse("ecr:DescribeImages", error="RepositoryNotFoundException"),
    CannedResponse(
        "ecr:BatchGetImage",
        {"registryId": "210987654321"},
        {"images": [], "failures": [{"failureCode": "ImageNotFound"}]},
    ),
    CannedResponse(
        "ecr:DescribePullThroughCacheRules",
        says={"pullThroughCacheRules": [{"ecrRepositoryPrefix": "hub"}]},
    ),
)


@rule(
    "SM331",
    Severity.ERROR,
    on=Model,
    live=("ecr:DescribeImages", "ecr:BatchGetImage", "ecr:DescribePullThroughCacheRules"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each image that its registry says it does not have."""
    yield from check_each(model.containers(), lambda container: _missing(model, container, aws))


def _missing(model: Model, container: Container, aws: Aws) -> Iterator[Problem]:
    found = find_ecr_image(container)
    if found is None:
        return
    given, image = found
    if model.has_created("aws_ecr_repository", "name", image.repository):
        return
    if describe_image(aws, image) is not None:
        return
    if image.registry == aws.account:
        _undecided_if_cached(image, aws)
    _undecided_if_pushed(model, given, image.repository)
    yield Problem(
        given.span,
        _told(image),
        hint="push the image, or use one that exists",
        related=given.related,
    )


def _told(image: EcrImage) -> str:
    ((kind, name),) = image.identifier.items()
    what = "digest" if kind == "imageDigest" else "tag"
    where = f"`{image.repository}` of account {image.registry} in `{image.region}`"
    return f"there is no image with {what} `{name}` in {where}"


def _undecided_if_cached(image: EcrImage, aws: Aws) -> None:
    """A pull-through cache fetches what is not there when it is pulled."""
    asked = {"registryId": image.registry}
    answer = aws.request("ecr", "DescribePullThroughCacheRules", asked, region=image.region)
    for cached in (answer or {}).get("pullThroughCacheRules", ()):
        prefix = cached.get("ecrRepositoryPrefix", "")
        if prefix == "ROOT" or f"{image.repository}/".startswith(f"{prefix}/"):
            raise Undecided(Unknown(f"the pull-through cache `{prefix}` may fetch the image"))


def _undecided_if_pushed(model: Model, image: Argument, repository: str) -> None:
    for kind in PUSHERS:
        for found in model.created(kind):
            raise Undecided(Unknown(f"`{found.address}` may push the image", image.span))
    model.made.no_other(repository, {"awscc_ecr_repository": "repository_name"})
