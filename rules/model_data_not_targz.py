"""The URL of the model data is not a `.tar.gz` archive.

`model_data_url` is the path of one archive whose name ends in `.tar.gz`; SageMaker unpacks it into
`/opt/ml/model`. A prefix, a bucket or another kind of file cannot be unpacked, and the endpoint
fails. For unpacked files use `model_data_source`. AWS documents the suffix, but is not known to
reject another name, so this is a warning.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataUrl>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Example,
    Problem,
    Severity,
    Undecided,
    Unknown,
    rule,
)

# AWS documents the first; the second is the same format by its short name.
ARCHIVES = (".tar.gz", ".tgz")

BAD = Example(
    "`model_data_url` does not end in `.tar.gz`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.zip" # SM414
      }
    }
    """,
)

GOOD = Example(
    "The URL names an archive.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM414", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the URL of a container for a single model if it cannot be an archive's."""
    url, mode = container.argument("model_data_url"), container.argument("mode")
    if url is None or _may_be_archive(url) or (mode and mode.value != "SingleModel"):
        return
    if url.ends_with("/"):
        message = "`model_data_url` is a prefix, not one `.tar.gz` archive"
        hint = "use the URL of an archive, or use the prefix in a `model_data_source`"
    else:
        message, hint = "`model_data_url` does not end in `.tar.gz`", "name a `.tar.gz` archive"
    yield Problem(url.span, message, hint, url.related)


def _may_be_archive(url: Argument) -> bool:
    """Whether it ends as an archive does, or has a query. Raises Undecided."""
    data = url.raw.data
    tail = (url.suffix if isinstance(data, Unknown) else str(data)).lower()
    if isinstance(data, Unknown) and any(end.endswith(tail) for end in ARCHIVES):
        raise Undecided(data)
    return tail.endswith(ARCHIVES) or "?" in tail or not tail
