"""The name of a model changes with every run.

A model cannot be renamed: another name means another model. `timestamp()`, `uuid()` and `bcrypt()`
return a new value each time. So every `terraform apply` destroys the model and creates a new one,
and an endpoint that depends on it is deployed again. With `plantimestamp()` the name changes as
often as its format shows. `ignore_changes = [name]` keeps the first name.

See <https://developer.hashicorp.com/terraform/language/functions/timestamp>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, Severity, Unknown, rule
from tflint_sagemaker.api.text import compile_later

CALL = compile_later(r"(timestamp|uuid|bcrypt|plantimestamp)\s*\(")
IGNORED = compile_later(r"\b(all|name)\b")

BAD = Example(
    "The name depends on `timestamp()` and changes with every run.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud-${formatdate("YYYYMMDDhhmmss", timestamp())}" # SM811
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "Terraform ignores later changes of the name.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud-${uuid()}"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      lifecycle {
        ignore_changes = [name]
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM811", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the name if it depends on a function that gives something else at each run."""
    name = model.name
    reason = name.raw.data if name else None
    if name is None or not isinstance(reason, Unknown) or reason.span is None or _ignored(model):
        return
    call = CALL.match(reason.span.text)
    if call is not None:
        within = reason.span.source is name.span.source and (
            name.span.start <= reason.span.start < name.span.end
        )
        place = () if within else (Related(f"`{call[1]}()`", reason.span),)
        yield Problem(
            name.span,
            f"the name depends on `{call[1]}()` and changes with every run",
            hint="use a constant or a generated name, or add `ignore_changes = [name]`",
            related=(*place, *name.related),
        )


def _ignored(model: Model) -> bool:
    for block in model.evaluated.syntax.body.find_blocks("lifecycle"):
        ignored = block.body.get_attribute("ignore_changes")
        if ignored is not None and IGNORED.search(ignored.value.span.text):
            return True
    return False
