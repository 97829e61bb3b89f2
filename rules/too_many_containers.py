"""A model has more than 15 containers.

The API accepts at most 15. The provider does not count them, so `terraform plan` reports no error
and CreateModel rejects the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html#sagemaker-CreateModel-request-Containers>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "There are 16 `container` blocks, more than 15.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      dynamic "container" { # SM207
        for_each = range(16)

        content {
          image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/step:1.${container.value}.0"
        }
      }
    }
    """,
)

GOOD = Example(
    "The model has the largest number of containers.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      dynamic "container" {
        for_each = range(15)

        content {
          image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/step:1.${container.value}.0"
        }
      }
    }
    """,
)

check = schema_rule(__name__, "SM207", Severity.ERROR, at=("container",), schema={"maxItems": 15})
