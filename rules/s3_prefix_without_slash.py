"""A data source of the type `S3Prefix` has a URI without a slash at the end.

AWS: a valid prefix "always ends with a forward slash". Without it, the URI is an object or the
start of many names.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html#sagemaker-Type-S3ModelDataSource-S3DataType>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    BlockView,
    Edit,
    Example,
    Fix,
    Problem,
    Severity,
    Span,
    rule,
)
from tflint_sagemaker.api.s3 import parse_s3_location

BAD = Example(
    "The data type is `S3Prefix`, but the URI does not end in a slash.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1" # SM412
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The prefix ends in a slash.",
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


@rule("SM412", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the URI of an `S3Prefix` that has a key and does not end in a slash."""
    kind, uri = block.argument("s3_data_type"), block.argument("s3_uri")
    if block.evaluated.type != "s3_data_source" or kind is None or uri is None:
        return
    if kind.value != "S3Prefix" or uri.ends_with("/"):
        return
    place = parse_s3_location(uri)
    if place is None or not place.has_key:
        return
    archive = uri.ends_with(".tar.gz")
    yield Problem(
        uri.span,
        "the data type is `S3Prefix`, but the URI does not end in a slash",
        hint="write `S3Object` for one object" if archive else "add a slash",
        related=uri.related,
        fix=None if archive else _slash(uri),
    )


def _slash(uri: Argument) -> Fix | None:
    span = uri.span
    if not (span.text.startswith('"') and span.text.endswith('"')):
        return None
    return Fix("add the slash", (Edit(Span(span.source, span.end - 1, span.end - 1), "/"),))
