"""The name of an additional data source is invalid.

A channel name has 1 to 64 letters, digits, dots, hyphens and underscores. The provider does not
check it, so `terraform plan` reports no error and CreateModel rejects the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AdditionalModelDataSource.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    (
        "`channel_name` is `draft model`; it may contain only letters, digits, dots, hyphens "
        "and underscores."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        additional_model_data_source {
          channel_name = "draft model" # SM407

          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The name has no space.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        additional_model_data_source {
          channel_name = "draft-model"

          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM407",
    Severity.ERROR,
    at=(
        "primary_container[].additional_model_data_source[].channel_name",
        "container[].additional_model_data_source[].channel_name",
    ),
    schema={
        "pattern": r"^[A-Za-z0-9.\-_]+\Z",
        "maxLength": 64,
        "parts": r"\A[A-Za-z0-9.\-_]*\Z",
        "description": "may contain only letters, digits, dots, hyphens and underscores",
    },
)
