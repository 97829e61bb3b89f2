"""An endpoint configuration uses the ARN of a model instead of its name.

The `model_name` of a variant is the name of a model. An ARN passes `terraform plan`, because the
provider accepts any text. CreateEndpointConfig rejects it: a name has only letters, digits and
hyphens.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html#sagemaker-Type-ProductionVariant-ModelName>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, rule
from tflint_sagemaker.api.fixes import other_attribute
from tflint_sagemaker.api.text import compile_later

VARIANTS = ("production_variants", "shadow_production_variants")
MODEL = compile_later(r"(?:^|\.)aws_sagemaker_model\.[\w-]+(?:\[[^\]]*\])?$")

BAD = Example(
    "`model_name` is an ARN, not the name of a model.",
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
        model_name             = aws_sagemaker_model.m.arn # SM803
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }
    }
    """,
)

GOOD = Example(
    "The argument is the name of the model.",
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
    }
    """,
)


@rule("SM803", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the name of a variant's model if it is, or will be, an ARN."""
    given = block.argument("model_name") if block.evaluated.type in VARIANTS else None
    if given is None:
        return
    source = given.source
    if source is None:
        if not given.starts_with("arn:"):
            return
    elif source.attribute != "arn" or not MODEL.search(source.address):
        return
    at = given.span
    yield Problem(
        at,
        "`model_name` is an ARN, not the name of a model",
        hint="give the model's `name`",
        related=given.related,
        fix=other_attribute(at, source, "name") if source else None,
    )
