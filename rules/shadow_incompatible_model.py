"""A shadow variant is combined with something that shadow tests do not support.

Shadow tests exclude serverless and asynchronous endpoints, multi-model and multi-container
endpoints, and Inf1 instances. The plan reports no error, and AWS rejects the endpoint with a
validation error.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    EndpointConfiguration,
    Example,
    Problem,
    Related,
    Severity,
    Span,
    Variant,
    check_each,
    rule,
)
from tflint_sagemaker.api.models import find_multi_model, find_several_containers

SHADOW = "shadow_production_variants"
INF1 = "ml.inf1."

BAD = Example(
    "`aws_sagemaker_model.m` has several containers together with a shadow variant.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/features:1.4.2"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name # SM808
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }

      shadow_production_variants {
        variant_name           = "shadow"
        model_name             = aws_sagemaker_model.m.name # SM808
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }
    }
    """,
)

GOOD = Example(
    "The model has one container.",
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

      shadow_production_variants {
        variant_name           = "shadow"
        model_name             = aws_sagemaker_model.m.name
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }
    }
    """,
)


@rule("SM808", Severity.ERROR, on=EndpointConfiguration)
def check(configuration: EndpointConfiguration) -> Iterator[Problem]:
    """Yield everything that a shadow variant excludes."""
    shadows = configuration.variants(SHADOW)
    if not shadows or not all(shadow.exists for shadow in shadows):
        return
    beside = Related("the shadow variant", shadows[0].span)

    def problem(at: Span, what: str, *more: Related) -> Problem:
        hint = "remove the shadow variant, or this"
        return Problem(at, f"{what} together with a shadow variant", hint, (beside, *more))

    def hindrances(variant: Variant) -> Iterator[Problem]:
        yield from check_each((_models, _instances, _serverless), lambda find: find(variant))

    def _models(variant: Variant) -> Iterator[Problem]:
        model, given = variant.model, variant.model_name
        if given is None or model is None or not model.exists:
            return
        for what, at in check_each(
            (find_multi_model, find_several_containers), lambda find: find(model)
        ):
            yield problem(given.span, f"`{model.address}` {what}", Related(f"it {what}", at))

    def _instances(variant: Variant) -> Iterator[Problem]:
        given = variant.argument("instance_type")
        if given and given.starts_with(INF1):
            yield problem(given.span, "an Inf1 instance stands", *given.related)

    def _serverless(variant: Variant) -> Iterator[Problem]:
        for block in variant.children("serverless_config"):
            yield problem(block.span, "a serverless variant is used")

    for block in configuration.children("async_inference_config"):
        yield problem(block.span, "asynchronous inference is used")
    yield from check_each(configuration.variants(), hindrances)
