"""The URI of a data source is not a valid S3 URI.

It starts with `s3://` or `https://` in lower case, followed by a bucket. The provider rejects other
values at plan, if all of the container is known then.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html#sagemaker-Type-S3ModelDataSource-S3Uri>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    "`s3_uri` is `fraud-models/v1/`; it must start with `s3://` or `https://` and a bucket.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "fraud-models/v1/" # SM402
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The URI names a bucket and a prefix.",
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
    "SM402",
    Severity.ERROR,
    at=(
        "primary_container[].model_data_source[].s3_data_source[].s3_uri",
        "primary_container[].additional_model_data_source[].s3_data_source[].s3_uri",
        "container[].model_data_source[].s3_data_source[].s3_uri",
        "container[].additional_model_data_source[].s3_data_source[].s3_uri",
    ),
    schema={
        "pattern": r"^(https|s3)://([^/]+)/?(.*)\Z",
        "maxBytes": 1024,
        "starts": ["s3://", "https://"],
        "mends": [
            [r"(?i:s3[an]?)://(?!/)", "s3://"],
            [r"arn:aws[a-z-]*:s3:::(?!/)", "s3://"],
            [r"(?i:https)://(?!/)", "https://"],
        ],
        "description": "must start with `s3://` or `https://` and a bucket",
    },
)
