"""A container has both a `model_data_url` and a `model_data_source`.

Both set the contents of `/opt/ml/model`. The provider sends both; AWS does not document which of
them is used, or whether the request is rejected.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Severity, rule

BAD = Example(
    "The container has both a `model_data_url` and a `model_data_source`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"

        model_data_source { # SM411
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

GOOD = Example(
    "The container has one location of model data.",
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


@rule("SM411", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the `model_data_source` of a container that has a `model_data_url` too."""
    url, source = container.argument("model_data_url"), container.child("model_data_source")
    mode = container.argument("mode")
    if url is None or source is None or url.is_null:
        return
    if mode is None or mode.value != "MultiModel":
        yield Problem(
            source.span,
            "the container has both a `model_data_url` and a `model_data_source`",
            hint="keep one of the two",
            related=(Related("the `model_data_url`", url.span),),
        )
