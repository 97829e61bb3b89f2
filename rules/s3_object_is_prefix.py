"""A data source of the type `S3Object` has a URI that is not an object.

With `S3Object` the URI names one object. A URI that ends in a slash is a prefix, and a bucket alone
is not an object.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html#sagemaker-Type-S3ModelDataSource-S3DataType>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, rule
from tflint_sagemaker.api.s3 import parse_s3_location

BAD = Example(
    "The data type is `S3Object`, but the URI ends in a slash.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/" # SM413
            s3_data_type     = "S3Object"
            compression_type = "Gzip"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The URI names an object.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/model.tar.gz"
            s3_data_type     = "S3Object"
            compression_type = "Gzip"
          }
        }
      }
    }
    """,
)


@rule("SM413", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the URI of an `S3Object` that is a prefix or a bucket."""
    kind, uri = block.argument("s3_data_type"), block.argument("s3_uri")
    if block.evaluated.type != "s3_data_source" or kind is None or uri is None:
        return
    if kind.value != "S3Object":
        return
    if uri.ends_with("/"):
        found = "ends in a slash"
    elif isinstance(uri.raw.data, str) and (place := parse_s3_location(uri)) and not place.key:
        found = "names a bucket"
    else:
        return
    message = f"the data type is `S3Object`, but the URI {found}"
    yield Problem(uri.span, message, "use the URI of one object, or write `S3Prefix`", uri.related)
