"""An ECR image is pulled as if from a private registry.

`Vpc` means a private Docker registry in the network of the model, `Platform` means ECR. With `Vpc`
SageMaker pulls the image through the subnets of the model, which then need a route to ECR. Disable
this rule if you want that, as the Config rule `sagemaker-model-private-registry-required` does.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.images import parse_image_reference

BAD = Example(
    "The access mode is `Vpc`, but the image is in ECR.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc" # SM325
        }
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)

GOOD = Example(
    "The image is in a private registry, which needs this mode.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"
        }
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)


@rule("SM325", Severity.NOTICE, group="style", on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the access mode `Vpc` beside an image of ECR."""
    image, config = container.image, container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if image is None or mode is None or mode.value != "Vpc":
        return
    if parse_image_reference(image).ecr:
        message = "the access mode is `Vpc`, but the image is in ECR"
        yield Problem(mode.span, message, "write `Platform`", mode.related)
