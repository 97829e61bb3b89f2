"""The model data of a multi-model container is a single archive.

With `mode = "MultiModel"`, `model_data_url` is the S3 prefix of the archives. SageMaker appends the
name from the request. After the name of an archive it finds nothing.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/create-multi-model-endpoint.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Severity, rule

ARCHIVES = (".tar.gz", ".tgz")

BAD = Example(
    "The container is `MultiModel`, but its `model_data_url` is one archive.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/v1/model.tar.gz" # SM410
      }
    }
    """,
)

GOOD = Example(
    "The URL is the prefix under which the archives are.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/v1/"
      }
    }
    """,
)


@rule("SM410", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the URL of a multi-model container if it names an archive."""
    mode, url = container.argument("mode"), container.argument("model_data_url")
    if url is None or mode is None or mode.value != "MultiModel":
        return
    if any(url.ends_with(end) for end in ARCHIVES):
        yield Problem(
            url.span,
            "the container is `MultiModel`, but its `model_data_url` is one archive",
            hint="use the prefix of the archives, with a slash at the end",
            related=(Related("the mode", mode.span), *url.related),
        )
