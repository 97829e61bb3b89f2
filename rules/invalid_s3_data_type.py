"""The type of a data source is neither `S3Prefix` nor `S3Object`.

The provider accepts only these two words, in this spelling. It rejects other values at plan, if all
of the container is known then.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`s3_data_type` is `Prefix`, not `S3Prefix` or `S3Object`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "Prefix" # SM404
            compression_type = "None"
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
    "SM404",
    Severity.ERROR,
    at=(
        "primary_container[].model_data_source[].s3_data_source[].s3_data_type",
        "primary_container[].additional_model_data_source[].s3_data_source[].s3_data_type",
        "container[].model_data_source[].s3_data_source[].s3_data_type",
        "container[].additional_model_data_source[].s3_data_source[].s3_data_type",
    ),
    schema={"enum": ["S3Prefix", "S3Object"]},
)
