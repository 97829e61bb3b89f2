"""The name of a model has invalid characters or an invalid length.

A name has 1 to 63 letters, digits and hyphens, and no hyphen at the start or end. The provider
rejects most invalid names at plan, but only if the name is known then. It accepts a hyphen at the
end, and the API rejects it.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html#sagemaker-CreateModel-request-ModelName>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    (
        "`name` is `fraud_model`; it may contain only letters, digits and hyphens, and no "
        "hyphen at the start or end."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud_model" # SM103
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "A placeholder is not reported: it gets a value before apply.",
    """
    variable "name" {
      type    = string
      default = "YOUR_MODEL_NAME"
    }

    resource "aws_sagemaker_model" "m" {
      name               = var.name
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM103",
    Severity.ERROR,
    at=("name",),
    schema={
        "pattern": r"^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?\Z",
        "maxLength": 63,
        "parts": r"\A[-a-zA-Z0-9]*\Z",
        "edge": "[a-zA-Z0-9]",
        "description": "may contain only letters, digits and hyphens, and no hyphen at the start or end",
    },
    aliases=("aws_sagemaker_model_invalid_name",),
)
