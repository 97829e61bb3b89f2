"""An image has both a tag and a digest.

SageMaker documents either `registry/repository:tag` or `registry/repository@digest`. If both are
given, the digest decides, and the tag may name another version than the one that is served.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Image>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Edit, Example, Fix, Problem, Severity, rule
from tflint_sagemaker.api.images import locate_part, parse_image_reference

BAD = Example(
    "The image has both a tag and a digest.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" # SM318
      }
    }
    """,
)

GOOD = Example(
    "The image has a digest alone.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      }
    }
    """,
)


@rule("SM318", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image with both; without the tag it is the same image."""
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    if reference.tag_text and reference.digest_text:
        at = locate_part(image, f":{reference.tag}@") if reference.tag else None
        yield Problem(
            image.span,
            "the image has both a tag and a digest",
            hint="remove the tag",
            related=image.related,
            fix=Fix("remove the tag", (Edit(at, "@"),)) if at else None,
        )
