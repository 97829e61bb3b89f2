"""A multi-model container has a `model_data_source`.

A multi-model endpoint finds its models through `model_data_url`. AWS documents that
`ModelDataSource` cannot be used with multi-model endpoints.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataSource>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Severity, rule

BAD = Example(
    "The container is `MultiModel`, which does not support `model_data_source`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode  = "MultiModel"

        model_data_source { # SM219
          s3_data_source {
            s3_uri           = "s3://fraud-models/tenants/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The location of the models is in `model_data_url`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/tenants/"
      }
    }
    """,
)


@rule("SM219", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the `model_data_source` of a multi-model container."""
    mode = container.argument("mode")
    source = container.child("model_data_source")
    if source and mode and mode.value == "MultiModel":
        yield Problem(
            source.span,
            "the container is `MultiModel`, which does not support `model_data_source`",
            hint="set `model_data_url` to the S3 prefix of the models",
            related=(Related("the mode", mode.span),),
        )
