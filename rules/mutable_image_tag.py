"""The tags of the image's repository are mutable.

In an ECR repository every push can move a tag to another image, unless `image_tag_mutability` is
`IMMUTABLE`. Then the tested image and the served image may differ, with the same plan. The rule
applies to images with a tag whose repository is in the same configuration.

See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Example,
    Model,
    Problem,
    Related,
    RelatedResource,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.images import parse_image_reference

BAD = Example(
    "The tags of the image's repository are mutable.",
    """
    resource "aws_ecr_repository" "fraud" {
      name = "fraud"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "${aws_ecr_repository.fraud.repository_url}:1.4.2" # SM324
      }
    }
    """,
)

GOOD = Example(
    "The tags of the repository are immutable, or the image is named by its digest.",
    """
    resource "aws_ecr_repository" "fraud" {
      name                 = "fraud"
      image_tag_mutability = "IMMUTABLE"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "${aws_ecr_repository.fraud.repository_url}@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      }
    }
    """,
)


@rule("SM324", Severity.NOTICE, group="security", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each image of a repository of the same configuration whose tags may move."""
    yield from check_each(model.containers(), lambda container: _mutable(model, container))


def _mutable(model: Model, container: Container) -> Iterator[Problem]:
    image = container.image
    reference = parse_image_reference(image) if image else None
    if image is None or reference is None or reference.url_of is None:
        return
    repository = model.repository(reference.url_of)
    if repository is None or reference.digest_text is not None:
        return
    given = repository.argument("image_tag_mutability")
    if given is not None and given.value != "MUTABLE":
        return
    if given is None and (repository.misspelt("image_tag_mutability") or _open(repository)):
        return
    yield Problem(
        image.span,
        "the tags of the image's repository are mutable",
        hint='set `image_tag_mutability = "IMMUTABLE"` for the repository',
        related=(
            Related("the repository", given.span if given else repository.span),
            *image.related,
        ),
    )


def _open(repository: RelatedResource) -> bool:
    """Whether an argument is written of which it is not known that it is null."""
    given: Argument | None = repository.given("image_tag_mutability")
    return given is not None and not given.is_null
