"""A variant names a model of this configuration without a reference to it.

So Terraform does not know the order of the two. It creates them at the same time, and
CreateEndpointConfig fails because the model does not exist yet; or it deletes the model first.

See <https://developer.hashicorp.com/terraform/language/resources/syntax#resource-dependencies>
and <https://github.com/hashicorp/terraform-provider-aws/issues/8713>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Edit, Example, Fix, Problem, Related, Severity, Variant, rule

# Words that stand wherever something may lead to a model, and so put it first.
LEADING = ("aws_sagemaker_model.", "module.", "depends_on", "data.")

BAD = Example(
    "`fraud` is the name of `aws_sagemaker_model.m`, but there is no reference to it.",
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
        model_name             = "fraud" # SM812
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }
    }
    """,
)

GOOD = Example(
    "`depends_on` orders the endpoint configuration after the model.",
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
        model_name             = "fraud"
        initial_instance_count = 1
        instance_type          = "ml.c6i.large"
      }

      depends_on = [aws_sagemaker_model.m]
    }
    """,
)


@rule("SM812", Severity.WARNING, on=Variant)
def check(variant: Variant) -> Iterator[Problem]:
    """Yield a name that is that of a model, if nothing leads from one to the other."""
    given, around = variant.model_name, variant.configuration
    if given is None or given.sources or around is None:
        return
    same = variant.namesakes()
    body = around.evaluated.syntax
    texts = [body.span.text, *(step.span.text for step in given.raw.via)]
    if len(same) != 1 or any(word in text for word in LEADING for text in texts):
        return
    model = same[0]
    name, shared = model.name, around.address.rpartition("aws_sagemaker_endpoint")[0]
    # What stands in other modules may depend on a `depends_on` of the calls.
    if name is None or shared != model.address.rpartition("aws_sagemaker_model")[0]:
        return
    local = model.address.removeprefix(shared)
    written = given.span.text == f'"{given.shown}"' and not given.related and "[" not in local
    yield Problem(
        given.span,
        f"`{given.shown}` is the name of `{model.address}`, but there is no reference to it",
        hint=f"refer to it: `{local}.name`",
        related=(Related("the name of the model", name.span), *given.related),
        fix=Fix("refer to the model", (Edit(given.span, f"{local}.name"),)) if written else None,
    )
