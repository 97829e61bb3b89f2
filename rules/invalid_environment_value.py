"""The value of an environment variable is too long.

A value may have 1024 bytes in UTF-8, so fewer characters if some are not ASCII. The provider
rejects longer values at plan, if all of the container is known then.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Environment>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`environment.GREETING` has 1200 bytes, more than 1024.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = { # SM702
          GREETING = join("", [for n in range(600) : "é"])
        }
      }
    }
    """,
)

GOOD = Example(
    "The value has the largest size that is allowed.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          GREETING = join("", [for n in range(512) : "é"])
        }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM702",
    Severity.ERROR,
    at=("primary_container[].environment{value}", "container[].environment{value}"),
    schema={"maxBytes": 1024},
)
