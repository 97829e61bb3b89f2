"""An image has the tag `latest`.

The tag moves with every push, but the plan stays the same. Terraform sees no change, and a model
that is created again may run a different image than the tested one. AWS also warns of this and
recommends a digest.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.images import parse_image_reference

BAD = Example(
    "The image has the tag `latest`, which moves with every push.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:latest" # SM316
      }
    }
    """,
)

GOOD = Example(
    "The tag contains the word, but is a version.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:latest-2024.1"
      }
    }
    """,
)


@rule("SM316", Severity.NOTICE, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield an image whose tag is `latest`."""
    image = container.image
    if image is None:
        return
    reference = parse_image_reference(image)
    if reference.tag == "latest" and reference.digest == "":
        message = "the image has the tag `latest`, which moves with every push"
        yield Problem(image.span, message, "use the tag of a release, or a digest", image.related)
