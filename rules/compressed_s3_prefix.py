"""A data source of the type `S3Prefix` is marked as compressed with Gzip.

AWS describes `Gzip` only for one object, a `.tar.gz` archive. Files below a prefix are read one by
one and are not unpacked. The combination is not documented, so this is a warning.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html#sagemaker-Type-S3ModelDataSource-CompressionType>
and <https://github.com/aws/aws-cdk/pull/30949>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Edit, Example, Fix, Problem, Related, Severity, rule

BAD = Example(
    "The data type is `S3Prefix`, but the compression is `Gzip`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "Gzip" # SM417
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "Data under a prefix are not compressed.",
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


@rule("SM417", Severity.WARNING, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the compression of a prefix."""
    if block.evaluated.type != "s3_data_source":
        return
    kind, compression = block.argument("s3_data_type"), block.argument("compression_type")
    if kind is None or compression is None:
        return
    if compression.value == "Gzip" and kind.value == "S3Prefix":
        at = compression.span
        edit = Edit(at, '"None"')
        yield Problem(
            at,
            "the data type is `S3Prefix`, but the compression is `Gzip`",
            hint="write `None` for files under a prefix, or `S3Object` for one archive",
            related=(Related("the data type", kind.span), *compression.related),
            fix=Fix("write `None`", (edit,), safe=False) if at.text == '"Gzip"' else None,
        )
