"""An image is referenced by a tag instead of a digest.

Everyone who may push to the repository can move a tag to another image, and the next model or
endpoint instance runs that image. Only `@sha256:…` permanently identifies one image. AWS recommends
it if you must be certain which image is used.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>
and <https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-pull-ecr-image.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.images import parse_image_reference

BAD = Example(
    "The image is named by the tag `1.4.2`, not by a digest.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM323
      }
    }
    """,
)

GOOD = Example(
    "The image is named by its digest.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      }
    }
    """,
)


@rule("SM323", Severity.NOTICE, group="security", on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image that has a tag and for certain no digest."""
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    if reference.tag and reference.digest == "":
        message = f"the image is named by the tag `{reference.tag}`, not by a digest"
        yield Problem(image.span, message, "use its digest: `@sha256:…`", image.related)
