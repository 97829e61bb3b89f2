"""The hostname of a container has invalid characters or an invalid length.

A hostname has 1 to 63 letters, digits and hyphens, and no hyphen at the start or end. The provider
rejects most invalid names at plan. It accepts a hyphen at the end, and the API rejects it.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    (
        "`container_hostname` is `prep_step`; it may contain only letters, digits and hyphens, "
        "and no hyphen at the start or end."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
        container_hostname = "prep_step" # SM206
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        container_hostname = "fraud-" # SM206
      }
    }
    """,
)

GOOD = Example(
    "The hostnames consist of letters, digits and hyphens.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
        container_hostname = "prep-step"
      }

      container {
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        container_hostname = "fraud"
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM206",
    Severity.ERROR,
    at=("primary_container[].container_hostname", "container[].container_hostname"),
    schema={
        "pattern": r"^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?\Z",
        "maxLength": 63,
        "parts": r"\A[-a-zA-Z0-9]*\Z",
        "edge": "[a-zA-Z0-9]",
        "description": "may contain only letters, digits and hyphens, and no hyphen at the start or end",
    },
)
