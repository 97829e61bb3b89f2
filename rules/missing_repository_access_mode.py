"""An `image_config` block has no `repository_access_mode`.

Terraform rejects a block without `repository_access_mode` before it plans. A null value counts as
missing.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`image_config` lacks `repository_access_mode`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        image_config { # SM302
        }
      }
    }
    """,
)

GOOD = Example(
    "The access mode is set.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Platform"
        }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM302",
    Severity.ERROR,
    at=("primary_container[].image_config[]", "container[].image_config[]"),
    schema={"required": ["repository_access_mode"]},
    structural=True,
)
