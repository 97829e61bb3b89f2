"""An asynchronous endpoint serves several models or containers from one variant.

Asynchronous inference supports one model in one container. Its documentation does not list
multi-model endpoints or pipelines of containers.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    EndpointConfiguration,
    Example,
    Problem,
    Related,
    Severity,
    Variant,
    check_each,
    rule,
)
from tflint_sagemaker.api.models import find_multi_model, find_several_containers

BAD = Example(
    "An asynchronous endpoint serves `aws_sagemaker_model.m`, which has a multi-model container.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/all/"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name # SM807
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }

      async_inference_config {
        output_config {
          s3_output_path = "s3://fraud-answers/live"
        }
      }
    }
    """,
)

GOOD = Example(
    "The model has one ordinary container.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }

      async_inference_config {
        output_config {
          s3_output_path = "s3://fraud-answers/live"
        }
      }
    }
    """,
)


@rule("SM807", Severity.WARNING, on=EndpointConfiguration)
def check(configuration: EndpointConfiguration) -> Iterator[Problem]:
    """Yield the model of each variant that asynchronous inference has no support for."""
    if configuration.children("async_inference_config"):
        yield from check_each(configuration.variants("production_variants"), _unsupported)


def _unsupported(variant: Variant) -> Iterator[Problem]:
    model, given = variant.model, variant.model_name
    if given is None or model is None or not model.exists:
        return
    for what, at in check_each(
        (find_multi_model, find_several_containers), lambda find: find(model)
    ):
        yield Problem(
            given.span,
            f"an asynchronous endpoint serves `{model.address}`, which {what}",
            hint="serve one model in one container, or use a real-time endpoint",
            related=(Related(f"it {what}", at), *given.related),
        )
