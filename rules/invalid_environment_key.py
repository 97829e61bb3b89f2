"""The name of an environment variable is invalid.

A name has 1 to 1024 letters, digits and underscores, and does not start with a digit. The provider
rejects other names at plan, if all of the container is known then.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Environment>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    (
        "A key of `environment` is `LOG-LEVEL`; it may contain only letters, digits and "
        "underscores, and no digit at the start."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = { # SM701
          "LOG-LEVEL" = "info"
        }
      }
    }
    """,
)

GOOD = Example(
    "The key consists of letters, digits and underscores.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        environment = {
          LOG_LEVEL = "info"
        }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM701",
    Severity.ERROR,
    at=("primary_container[].environment{key}", "container[].environment{key}"),
    schema={
        "pattern": r"^[a-zA-Z_][a-zA-Z0-9_]*\Z",
        "maxLength": 1024,
        "description": "may contain only letters, digits and underscores, and no digit at the start",
    },
)
