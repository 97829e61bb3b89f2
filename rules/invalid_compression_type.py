"""The compression of a data source is neither `None` nor `Gzip`.

The provider accepts only these two words, in this spelling. `None` is a word here, not a missing
value. The provider rejects other values at plan, if all of the container is known then.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`compression_type` is `none`, not `None` or `Gzip`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "none" # SM405
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The type is spelled as the provider requires.",
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
          }
        }
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM405",
    Severity.ERROR,
    at=(
        "primary_container[].model_data_source[].s3_data_source[].compression_type",
        "primary_container[].additional_model_data_source[].s3_data_source[].compression_type",
        "container[].model_data_source[].s3_data_source[].compression_type",
        "container[].additional_model_data_source[].s3_data_source[].compression_type",
    ),
    schema={"enum": ["None", "Gzip"]},
)
