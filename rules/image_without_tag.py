"""An image has neither a tag nor a digest.

The tag `latest` is then used. It moves, or does not exist if no image was pushed with it. The URL
of a repository is a path without a tag.

See <https://docs.docker.com/reference/cli/docker/image/tag/>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.images import parse_image_reference

BAD = Example(
    "The image has neither a tag nor a digest, so the tag `latest` is used.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud" # SM317
      }
    }
    """,
)

GOOD = Example(
    "The image has a tag.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM317", Severity.NOTICE, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image of which it is certain that it says no version."""
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    named = reference.ecr or reference.host is not None
    if not named or not reference.repository_text or reference.tag_text is not None:
        return
    if reference.tag == reference.digest == "":
        message = "the image has neither a tag nor a digest, so the tag `latest` is used"
        yield Problem(image.span, message, "add the tag of a release, or a digest", image.related)
