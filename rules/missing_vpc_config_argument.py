"""A `vpc_config` block lacks its subnets or its security groups.

Terraform rejects the block before it plans. A null value counts as missing.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`vpc_config` lacks `security_group_ids`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config { # SM601
        subnets = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
      }
    }
    """,
)

GOOD = Example(
    "The block has subnets and security groups.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM601",
    Severity.ERROR,
    at=("vpc_config[]",),
    schema={"required": ["subnets", "security_group_ids"]},
    structural=True,
)
