"""The location of the model data contains a bucket ARN instead of the bucket name.

`s3://` is followed by the name of a bucket. With an ARN, the bucket would be called
`arn:aws:s3:::…`. No such bucket exists, and SageMaker does not find the data. `terraform plan`
reports no error, because the ARN is known only after apply.

See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
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
from tflint_sagemaker.api.s3 import find_data_location, parse_s3_location
from tflint_sagemaker.api.text import compile_later

ARN_IN_URL = compile_later(
    r'"s3://\$\{\s*(?:data\.)?aws_s3_bucket\.[\w-]+(?:\[[^\]]*\])?\.(arn)\s*\}'
)
WRITTEN = compile_later(r'"s3://(arn:aws[a-z-]*:s3:::)(?=[^"/$])')
# Access points have ARNs too, with a region and an account, and may be given so.
ARN = compile_later(r"arn:aws[a-z-]*:s3:::")

BAD = Example(
    "`model_data_url` contains the ARN of a bucket instead of its name.",
    """
    resource "aws_s3_bucket" "models" {
      bucket = "fraud-models"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://${aws_s3_bucket.models.arn}/v1/model.tar.gz" # SM416
      }
    }
    """,
)

GOOD = Example(
    "The URL contains the name of the bucket.",
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


@rule("SM416", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the location if an ARN stands in the place of the bucket."""
    url = find_data_location(block)
    if url is None:
        return
    referred, place = ARN_IN_URL.match(url.span.text), parse_s3_location(url)
    if referred or (place and ARN.match(place.bucket)):
        hint = "write `.bucket` instead of `.arn`" if referred else "give the name of the bucket"
        message = f"`{url.name}` contains the ARN of a bucket instead of its name"
        yield Problem(url.span, message, hint, url.related, _named(url))


def _named(url: Argument) -> Fix | None:
    """The name in the ARN's place, if the ARN is written just there."""
    span = url.span
    if found := ARN_IN_URL.match(span.text):
        (start, end), name = found.span(1), "bucket"
    elif found := WRITTEN.match(span.text):
        (start, end), name = found.span(1), ""
    else:
        return None
    edit = Edit(Span(span.source, span.start + start, span.start + end), name)
    return Fix("give the name of the bucket", (edit,))
