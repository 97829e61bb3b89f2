"""An image comes from a private registry, but the model has no VPC.

With `repository_access_mode = "Vpc"` SageMaker pulls the image through the VPC in `vpc_config`.
Without `vpc_config`, `terraform plan` reports no error and CreateModel rejects the model.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Container,
    Example,
    Model,
    Problem,
    Severity,
    Undecided,
    check_each,
    rule,
)

BAD = Example(
    "The image is pulled through a VPC, but the model has no `vpc_config`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc" # SM306
        }
      }
    }
    """,
)

GOOD = Example(
    "The model has a VPC, through which it reaches the registry.",
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
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)


@rule("SM306", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each `Vpc` access mode of a model without `vpc_config`."""
    if not model.children("vpc_config"):
        yield from check_each(model.containers(), lambda container: _through_vpc(model, container))


def _through_vpc(model: Model, container: Container) -> Iterator[Problem]:
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if mode and mode.value == "Vpc":
        reason = model.may_gain("vpc_config")
        if reason:
            raise Undecided(reason)
        message = "the image is pulled through a VPC, but the model has no `vpc_config`"
        hint = "add a `vpc_config` block with access to the registry"
        yield Problem(mode.span, message, hint, mode.related)
