"""The access mode of the image repository is neither `Platform` nor `Vpc`.

The provider accepts only these two words, in this spelling. It rejects other values at plan, if all
of the container is known then.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`repository_access_mode` is `VPC`, not `Platform` or `Vpc`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "VPC" # SM303
        }
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)

GOOD = Example(
    "The mode is spelled as the provider requires.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"
        }
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
    "SM303",
    Severity.ERROR,
    at=(
        "primary_container[].image_config[].repository_access_mode",
        "container[].image_config[].repository_access_mode",
    ),
    schema={"enum": ["Platform", "Vpc"]},
)
