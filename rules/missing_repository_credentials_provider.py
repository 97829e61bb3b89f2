"""A `repository_auth_config` block has no `repository_credentials_provider_arn`.

Terraform rejects a block without `repository_credentials_provider_arn` before it plans. A null
value counts as missing.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RepositoryAuthConfig.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`repository_auth_config` lacks `repository_credentials_provider_arn`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config { # SM308
          }
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
    "The function that returns the credentials is set.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = "arn:aws:lambda:us-east-1:123456789012:function:login"
          }
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
    "SM308",
    Severity.ERROR,
    at=(
        "primary_container[].image_config[].repository_auth_config[]",
        "container[].image_config[].repository_auth_config[]",
    ),
    schema={"required": ["repository_credentials_provider_arn"]},
    structural=True,
)
