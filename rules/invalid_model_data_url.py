"""The URL of the model data is not a valid S3 URL.

It starts with `s3://` or `https://` in lower case, followed by a bucket. The provider rejects other
values at plan, if all of the container is known then. The usual mistakes are the ARN of an object
and the bare name of a bucket.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataUrl>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    (
        "`model_data_url` is `arn:aws:s3:::fraud-models/v1/model.tar.gz`; it must start with "
        "`s3://` or `https://` and a bucket."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "arn:aws:s3:::fraud-models/v1/model.tar.gz" # SM401
      }
    }
    """,
)

GOOD = Example(
    "A placeholder is not reported: it gets a value before apply.",
    """
    variable "model_data" {
      type    = string
      default = "<where your model data are>"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = var.model_data
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM401",
    Severity.ERROR,
    at=("primary_container[].model_data_url", "container[].model_data_url"),
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
