"""A variant misspells the name of a model in this configuration.

Terraform accepts any text as `model_name`. If no model has that name, CreateEndpointConfig fails.
If an old model has it, the endpoint serves the old model. A reference avoids this.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html#sagemaker-Type-ProductionVariant-ModelName>
and <https://github.com/hashicorp/terraform-provider-aws/issues/15354>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Edit,
    Example,
    Fix,
    Model,
    Problem,
    Related,
    Severity,
    Variant,
    rule,
)
from tflint_sagemaker.api.text import has_one_typo, is_same_word

BAD = Example(
    "No model is called `fraud-detecton`, but `aws_sagemaker_model.m` has a similar name.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud-detection"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = "fraud-detecton" # SM810
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }
    }
    """,
)

GOOD = Example(
    "The name is too different to be a misspelling.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud-detection"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = "fraud-baseline"
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }
    }
    """,
)


@rule("SM810", Severity.WARNING, on=Variant)
def check(variant: Variant) -> Iterator[Problem]:
    """Yield a name that no model has, and that one model nearly has."""
    given = variant.model_name
    if given is None or given.sources or variant.namesakes():
        return
    text = given.text
    models = list(variant.candidates())
    # A model whose name is not known may well have this one.
    if not text or any(model.name and model.name.raw.is_unknown for model in models):
        return
    near = [model for model in models if _nearly(text, model)]
    if len(near) != 1:
        return
    model, here = near[0], given.span.text == f'"{text}"' and not given.related
    local = "." not in model.address.removeprefix("aws_sagemaker_model.") and not variant.called
    fix = Fix("refer to the model", (Edit(given.span, f"{model.address}.name"),), safe=False)
    name = model.name
    yield Problem(
        given.span,
        f"no model is called `{given.shown}`, but `{model.address}` has a similar name",
        hint=f"refer to it: `{model.address}.name`" if local else "use the name of the model",
        related=(Related("the model", name.span if name else model.span), *given.related),
        fix=fix if here and local else None,
    )


def _nearly(text: str, model: Model) -> bool:
    name = model.name
    if name is not None and not isinstance(name.raw.data, str):
        return False
    known = str(name.raw.data) if name else model.evaluated.syntax.labels[-1].text
    return is_same_word(text, known) or has_one_typo(text, known.casefold())
