"""The path of an image is empty, too long or contains whitespace.

The provider requires one character that is not whitespace, and at most 255 bytes. So a space
before, after or inside the path passes `terraform plan`, and CreateModel rejects it.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Image>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    (
        "`image` is `123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2 `; it must not be "
        "empty or contain whitespace in it."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2 " # SM301
      }
    }
    """,
)

GOOD = Example(
    "The image has no whitespace.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM301",
    Severity.ERROR,
    at=("primary_container[].image", "container[].image"),
    schema={
        "pattern": r"^[^ \t\n\r\f\v]+\Z",
        "maxBytes": 255,
        "parts": r"\A[^ \t\n\r\f\v]*\Z",
        "description": "must not be empty or contain whitespace",
    },
)
