"""A container has more than five additional data sources.

The API accepts at most five. The provider does not count them, so `terraform plan` reports no error
and CreateModel rejects the model.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "There are 6 `additional_model_data_source` blocks, more than 5.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        dynamic "additional_model_data_source" { # SM409
          for_each = range(6)

          content {
            channel_name = "adapter-${additional_model_data_source.value}"

            s3_data_source {
              s3_uri           = "s3://fraud-models/${additional_model_data_source.value}/"
              s3_data_type     = "S3Prefix"
              compression_type = "None"
            }
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The number of channels is within the limit.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        additional_model_data_source {
          channel_name = "draft"

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
    "SM409",
    Severity.ERROR,
    at=(
        "primary_container[].additional_model_data_source",
        "container[].additional_model_data_source",
    ),
    schema={"maxItems": 5},
)
