"""A model has no execution role.

SageMaker assumes this role to pull the image, read the model data and write logs. Terraform rejects
a model without `execution_role_arn` before it plans. A null value counts as missing.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "The model lacks `execution_role_arn`.",
    """
    resource "aws_sagemaker_model" "m" { # SM101
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The model has an execution role.",
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
    "SM101",
    Severity.ERROR,
    at=("",),
    schema={"required": ["execution_role_arn"]},
    structural=True,
)
