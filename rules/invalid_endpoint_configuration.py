"""An endpoint configuration has a value that SageMaker rejects.

Examples are instance types that endpoints do not support, invalid names, amounts out of range,
invalid memory sizes of serverless endpoints, unknown modes, and paths outside S3. The provider
rejects them only when the whole list of variants is known. If the list contains the generated name
of a new model, this is after the first apply, when usually AWS rejects them.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Edit,
    EndpointConfiguration,
    Example,
    Fix,
    Problem,
    Related,
    RelatedResource,
    Severity,
    Variant,
    rule,
)
from tflint_sagemaker.api.endpoints import find_misfits, read_instance_types

NEWER = "6.0.0"
TYPES = ("aws_sagemaker_endpoint_configuration", "aws_sagemaker_endpoint")

BAD = Example(
    "`ml.c8g.xlarge` is newer than all versions of hashicorp/aws before 6.0.0.",
    """
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 5.100"
        }
      }
    }

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
        instance_type          = "ml.c8g.xlarge" # SM814
      }
    }
    """,
)

GOOD = Example(
    "The configuration is one that SageMaker accepts.",
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
        instance_type          = "ml.c8g.xlarge"
      }
    }
    """,
)


@rule("SM814", Severity.ERROR, on=RelatedResource)
def check(block: RelatedResource) -> Iterator[Problem]:
    """Yield each value in a block that is certain to be refused."""
    if block.outermost and block.type not in TYPES:
        return
    for found in find_misfits(block):
        given, meant = found.given, found.meant
        written = not given.related and given.span.text.startswith('"')
        fix = Fix(f"write `{meant}`", (Edit(given.span, f'"{meant}"'),)) if meant else None
        yield Problem(
            given.span, found.message, found.hint, given.related, fix if written else None
        )
    if isinstance(block, Variant) and block.configuration is not None:
        yield from _too_new(block, block.configuration)


def _too_new(variant: Variant, configuration: EndpointConfiguration) -> Iterator[Problem]:
    given = variant.argument("instance_type")
    demand = configuration.too_old(NEWER)
    if given is None or demand is None or given.raw.data not in read_instance_types().newer:
        return
    yield Problem(
        given.span,
        f"`{given.shown}` is newer than all versions of hashicorp/aws before {NEWER}",
        hint=f"allow hashicorp/aws {NEWER} or newer",
        related=(Related("the allowed versions", demand.span), *given.related),
    )
