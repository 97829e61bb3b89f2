"""A container gets AWS credentials in its environment.

The execution role gives a container temporary credentials. In every SDK a key in the environment
overrides them. It does not expire, it is visible in the Terraform state, and everyone who may call
DescribeModel can read it.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Environment>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule
from tflint_sagemaker.api.models import CREDENTIALS

BAD = Example(
    "`environment.AWS_ACCESS_KEY_ID` overrides the credentials of the execution role.",
    """
    variable "secret_key" {
      type = string
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          AWS_ACCESS_KEY_ID     = "AKIAIOSFODNN7EXAMPLE" # SM709
          AWS_SECRET_ACCESS_KEY = var.secret_key           # SM709
        }
      }
    }
    """,
)

GOOD = Example(
    "The region is no credential; the container uses its execution role.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          AWS_REGION         = "us-east-1"
          AWS_DEFAULT_REGION = "us-east-1"
        }
      }
    }
    """,
)


@rule("SM709", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield each variable that the SDKs take credentials from."""
    environment = container.argument("environment")
    for key, value in environment.items() if environment else ():
        if key in CREDENTIALS and value.raw.data not in (None, ""):
            at = container.key_span("environment", key) or value.span
            yield Problem(
                at,
                f"`environment.{key}` overrides the credentials of the execution role",
                hint="remove it, and give the execution role what the container needs",
            )
