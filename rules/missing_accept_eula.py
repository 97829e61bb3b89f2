"""A `model_access_config` block has no `accept_eula`.

Terraform rejects a block without `accept_eula` before it plans. A null value counts as missing.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelAccessConfig.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`model_access_config` lacks `accept_eula`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"

            model_access_config { # SM406
            }
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The license is accepted.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"

            model_access_config {
              accept_eula = true
            }
          }
        }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM406",
    Severity.ERROR,
    at=(
        "primary_container[].model_data_source[].s3_data_source[].model_access_config[]",
        "primary_container[].additional_model_data_source[].s3_data_source[].model_access_config[]",
        "container[].model_data_source[].s3_data_source[].model_access_config[]",
        "container[].additional_model_data_source[].s3_data_source[].model_access_config[]",
    ),
    schema={"required": ["accept_eula"]},
    structural=True,
)
