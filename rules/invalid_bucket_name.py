"""The location of the model data has an invalid bucket name.

A bucket name has 3 to 63 lower-case letters, digits, hyphens and dots, begins and ends with a
letter or digit, and has no two consecutive dots. Buckets created before March 2018 may have other
names, so this is a warning.

See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, rule
from tflint_sagemaker.api.s3 import find_data_location, parse_s3_location
from tflint_sagemaker.api.text import compile_later, shorten

NAME = compile_later(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
START = compile_later(r"(?!.*\.\.)(?:[a-z0-9][a-z0-9.-]*)?")

BAD = Example(
    "`Fraud_Models` is not a valid bucket name.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://Fraud_Models/v1/model.tar.gz" # SM415
      }
    }
    """,
)

GOOD = Example(
    "The bucket's name is valid.",
    """
    resource "aws_s3_bucket" "models" {
      bucket = "fraud-models"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://${aws_s3_bucket.models.bucket}/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM415", Severity.WARNING, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the URL if what stands in the place of the bucket is not a bucket's name."""
    url = find_data_location(block)
    if url is None:
        return
    url.require_final()
    place = parse_s3_location(url)
    bucket, whole = (place.bucket, place.whole) if place else ("", False)
    if not bucket or bucket.startswith("arn:") or "accesspoint" in bucket:
        return
    if (NAME if whole else START).fullmatch(bucket):
        return
    said = "(sensitive)" if url.raw.sensitive else shorten(bucket)
    start = "" if whole else "what starts with "
    yield Problem(
        url.span,
        f"{start}`{said}` is not a valid bucket name",
        "use 3 to 63 lower-case letters, digits, hyphens and dots",
        url.related,
    )
