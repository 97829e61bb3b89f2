"""The location of the model data has two consecutive slashes in its key.

S3 treats the empty name between them as part of the key: `v1//model.tar.gz` is a different object
from `v1/model.tar.gz`, and usually does not exist. Below a prefix, a file with an empty name makes
the deployment fail. The usual cause is a slash at the end of one part and at the start of the next.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html#sagemaker-Type-S3ModelDataSource-CompressionType>
and <https://github.com/aws/sagemaker-python-sdk/issues/4249>.
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

WRITTEN = compile_later(r"(?<![:/])//+")

BAD = Example(
    "The key has two consecutive slashes.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_url = "s3://fraud-models//v1/model.tar.gz" # SM419
      }
    }
    """,
)

GOOD = Example(
    "The key has no empty segment.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM419", Severity.WARNING, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the location if a segment of its key is certain to be empty."""
    url = find_data_location(block)
    place = parse_s3_location(url) if url else None
    if url is None or place is None:
        return
    if not (_doubled(place.key) or WRITTEN.search(place.tail)):
        return
    url.require_final()
    places = [url.span, *(told.span for told in url.related)]
    if not any(WRITTEN.search(span.text) for span in places):
        url.require_not_default()  # an empty default between two slashes waits to be replaced
    yield Problem(
        url.span,
        "the key has two consecutive slashes",
        hint="remove one slash, unless the name of the object has both",
        related=url.related,
        fix=_single(url),
    )


def _doubled(key: str) -> bool:
    return key.startswith("/") or "//" in key


def _single(url: Argument) -> Fix | None:
    span = url.span
    found = list(WRITTEN.finditer(span.text))
    if len(found) != 1 or not span.text.startswith('"'):
        return None
    start, end = found[0].span()
    edit = Edit(Span(span.source, span.start + start, span.start + end), "/")
    return Fix("write one slash", (edit,), safe=False)
