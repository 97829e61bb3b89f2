"""The model data of a multi-model container is a single archive.

With `mode = "MultiModel"`, `model_data_url` is the S3 prefix of the archives. SageMaker appends the
name from the request. After the name of an archive it finds nothing.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/create-multi-model-endpoint.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Rule, Severity, hcl

ARCHIVES = (".tar.gz", ".tgz")


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


RULE = Rule(
    code="SM410",
    name="multi-model-url-not-prefix",
    severity=Severity.ERROR,
    doc=__doc__,
    on=Container,
    check=check,
    bad=Example(
        "The container is `MultiModel`, but its `model_data_url` is one archive.",
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
                mode           = "MultiModel"
                model_data_url = "s3://fraud-models/v1/model.tar.gz" # SM410
              }
            }
        """),
    ),
    good=Example(
        "Use the prefix of the archives, with a slash at the end.",
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
                mode           = "MultiModel"
                model_data_url = "s3://fraud-models/v1/"
              }
            }
        """),
    ),
)
