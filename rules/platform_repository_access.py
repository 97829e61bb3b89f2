"""An image is not pulled through the network of the model.

Without `repository_access_mode = "Vpc"` SageMaker pulls the image over its own network. The Config
rule `sagemaker-model-private-registry-required`, and with it Security Hub's SageMaker.16, requires
`Vpc` in every container, so that the traffic stays in a network that the team controls.

See <https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-private-registry-required.html>
and <https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, Undecided, rule

BAD = Example(
    "The image is not pulled through the network of the model.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" # SM327
      }
    }
    """,
)

GOOD = Example(
    "The image is pulled through the network of the model.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

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


@rule("SM327", Severity.NOTICE, group="security", on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the image, or the access mode beside it, that is not pulled through the VPC."""
    image = container.image
    if image is None or container.misspelt("image_config"):
        return
    config = container.child("image_config")
    if config is None:
        if reason := container.may_gain("image_config"):
            raise Undecided(reason)
        at, related = image.span, image.related
    else:
        mode = config.argument("repository_access_mode")
        if mode is None or mode.value != "Platform":
            return
        at, related = mode.span, mode.related
    hint = 'write `repository_access_mode = "Vpc"`, in an `image_config` block'
    yield Problem(at, "the image is not pulled through the network of the model", hint, related)
