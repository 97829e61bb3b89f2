"""A read-only attribute is set.

`arn` and `id` of a model can be read, but not set. The same applies to the `json` of a policy
document and the `unique_id` of a role. The provider rejects the configuration before it plans.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, rule
from tflint_sagemaker.api.fixes import removed

BAD = Example(
    "`arn` is read-only.",
    """
    resource "aws_sagemaker_model" "m" {
      arn                = "arn:aws:sagemaker:us-east-1:123456789012:model/fraud" # SM107
      id                 = "fraud" # SM107
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "An output reads the ARN, and the model does not set it.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    output "arn" {
      value = aws_sagemaker_model.m.arn
    }
    """,
)


@rule("SM107", Severity.ERROR, on=BlockView, structural=True)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield each such argument that is given; an unknown value is refused like a known one."""
    hint = "remove it"
    if "name" in block.schema.attributes:
        hint += "; set `name` instead"
    for given in block.arguments():
        exported = not block.schema.attributes[given.name].settable
        # The schema calls `id` optional, and the provider refuses it.
        if (exported or (given.name == "id" and block.outermost)) and not given.raw.is_null:
            attribute = block.evaluated.syntax.body.get_attribute(given.name)
            # Who gives no name may have meant to.
            safe = "name" not in block.schema.attributes or block.given("name") is not None
            fix = (
                removed(attribute.span, f"remove `{given.name}`", safe=safe) if attribute else None
            )
            message = f"`{given.name}` is read-only"
            yield Problem(given.span, message, hint, given.related, fix)
