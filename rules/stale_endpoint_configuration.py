"""An endpoint keeps serving the old containers when its model is replaced.

A model with a fixed name keeps the name when it is replaced. The endpoint configuration does not
change, so neither it nor the endpoint is updated, and the endpoint keeps running the old
containers. A name that Terraform generates is different each time. Use `replace_triggered_by` if
the name must be fixed.

See <https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#replace_triggered_by>
and <https://github.com/philschmid/terraform-aws-sagemaker-huggingface/issues/6>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Related, Severity, Variant, rule
from tflint_sagemaker.api.models import find_fixed_name, is_created_first, is_replaced_with_others

BAD = Example(
    "The endpoint configuration does not change when `aws_sagemaker_model.m` is replaced.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name           = "all"
        model_name             = aws_sagemaker_model.m.name # SM805
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }
    }
    """,
)

GOOD = Example(
    "A generated name changes when the model is replaced.",
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


@rule("SM805", Severity.NOTICE, on=Variant)
def check(variant: Variant) -> Iterator[Problem]:
    """Yield the reference to a model whose name tells nothing of its replacement."""
    configuration, model, given = variant.configuration, variant.referred, variant.model_name
    if model is None or given is None or not model.exists:
        return
    # With `create_before_destroy` the replacement fails: another rule says so.
    if (
        is_created_first(configuration)
        or is_created_first(model)
        or is_replaced_with_others(configuration)
    ):
        return
    name = find_fixed_name(model)
    if name is None:
        return
    at = model.address.removesuffix(f"[{model.address.partition('[')[2]}")
    hint = f"add `replace_triggered_by = [{at}]` to its lifecycle, or omit the name of the model"
    yield Problem(
        given.span,
        f"the endpoint configuration does not change when `{model.address}` is replaced",
        hint=hint if "module." not in at else "omit the name of the model",
        related=(Related("the name stays the same", name.span),),
    )
