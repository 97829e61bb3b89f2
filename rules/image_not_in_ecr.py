"""An image is not in ECR and is not pulled through a VPC.

SageMaker pulls images from ECR. From any other registry, including ECR's public one and Docker Hub,
it pulls them only through the VPC of the model, with `repository_access_mode = "Vpc"`. Otherwise
CreateModel fails: "Using non-ECR image … without Vpc repository access mode is not supported". An
image without a registry in its path belongs to Docker Hub. Often it is a name or a reference in
quotes.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>
and <https://github.com/aws/sagemaker-python-sdk/issues/4700>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Edit,
    Example,
    Fix,
    Problem,
    Severity,
    Span,
    Undecided,
    rule,
)
from tflint_sagemaker.api.images import find_foreign_registry, find_repository_attribute
from tflint_sagemaker.api.text import compile_later, shorten

REFERENCE = compile_later(r"(?:var|local|data|module|each|aws_\w+)\.[\w.\[\]\"'-]+")
ATTRIBUTES = {"arn": "ARN", "id": "name"}
REPOSITORY = compile_later(r"arn:aws[a-z-]*:ecr:[a-z0-9-]*:\d*:repository/.+")

BAD = Example(
    "The image comes from `ghcr.io`, not from ECR.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "ghcr.io/huggingface/text-generation-inference:2.0" # SM309
      }
    }
    """,
)

GOOD = Example(
    "The image is in ECR.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/text-generation:2.0"
      }
    }
    """,
)


@rule("SM309", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image of another registry that is pulled as those of ECR are."""
    image = container.image
    registry = find_foreign_registry(image) if image else None
    if image is None or registry is None:
        return
    config = container.child("image_config")
    if config is None:
        if reason := container.may_gain("image_config"):
            raise Undecided(reason)
    else:
        mode = config.argument("repository_access_mode")
        if mode is None or mode.value != "Platform":
            return
    yield _problem(image, registry)


def _problem(image: Argument, registry: str) -> Problem:
    text = image.raw.data if isinstance(image.raw.data, str) else ""
    if REFERENCE.fullmatch(text):
        edit = Edit(image.span, text)
        return Problem(
            image.span,
            f"the image is the text `{shorten(text)}`, not a reference",
            hint="write the reference without quotes",
            related=image.related,
            fix=Fix("remove the quotes", (edit,), safe=False)
            if image.span.text == f'"{text}"'
            else None,
        )
    attribute = find_repository_attribute(image)
    if REPOSITORY.fullmatch(text) or attribute in ATTRIBUTES:
        what = ATTRIBUTES[attribute or "arn"]
        message = f"the image is the {what} of a repository, not the path of an image"
        fix = _url(image, f".{attribute}")
        return Problem(image.span, message, "give its URL and a tag", image.related, fix)
    message = (
        f"the image comes from `{shorten(registry)}`, not from ECR"
        if registry
        else "the image has no registry in its path, so it is not in ECR"
    )
    hint = "push it to ECR, or pull it through a VPC with `image_config`"
    return Problem(image.span, message, hint, image.related)


def _url(image: Argument, attribute: str) -> Fix | None:
    """The URL in place of another attribute, if that is written here once."""
    source = image.span.text
    at = image.span.start + source.find(attribute)
    if len(re.findall(rf"{re.escape(attribute)}\b", source)) != 1:
        return None
    edit = Edit(Span(image.span.source, at, at + len(attribute)), ".repository_url")
    return Fix("give the repository's URL", (edit,), safe=False)
