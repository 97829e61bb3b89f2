"""A value is given for what only AWS decides.

`arn` and `id` can be read from a model, but not set. The provider refuses the configuration before
it plans anything.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Model, Problem, Rule, Severity, hcl

READ_ONLY = ("arn", "id")


def check(model: Model) -> Iterator[Problem]:
    """Yield each of the two that is given; an unknown value is refused like a known one."""
    for name in READ_ONLY:
        given = model.given(name)
        if given and not given.raw.is_null:
            hint = "remove it; `name` is what you can choose"
            yield Problem(given.span, f"`{name}` can only be read", hint, given.related)


RULE = Rule(
    code="SM107",
    name="read-only-argument",
    severity=Severity.ERROR,
    doc=__doc__,
    on=Model,
    check=check,
    structural=True,
    bad=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              arn                = "arn:aws:sagemaker:us-east-1:123456789012:model/fraud" # SM107
              id                 = "fraud" # SM107
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }
        """),
    ),
    good=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
              }
            }

            output "arn" {
              value = aws_sagemaker_model.m.arn
            }
        """),
    ),
)
