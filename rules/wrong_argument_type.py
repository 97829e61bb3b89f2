"""The value of an argument cannot be converted to its type.

Terraform converts numbers and bools to strings and some strings to bools. But a list is never a
string, and `"yes"` is not a bool. Terraform rejects the configuration before it plans.

See <https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, BlockView, Example, Fix, Problem, Severity, rule
from tflint_sagemaker.api.fixes import written

BAD = Example(
    "`enable_network_isolation` has a value of the wrong type: a bool is required.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn       = "arn:aws:iam::123456789012:role/fraud"
      enable_network_isolation = "yes" # SM104

      primary_container {
        image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        environment = ["LOG_LEVEL=info"] # SM104
      }
    }
    """,
)

GOOD = Example(
    "The values are a bool and a map.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn       = "arn:aws:iam::123456789012:role/fraud"
      enable_network_isolation = true

      primary_container {
        image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        environment = { LOG_LEVEL = "info", WORKERS = 2 }
      }
    }
    """,
)


@rule("SM104", Severity.ERROR, on=BlockView, structural=True)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield each argument of the block that does not fit."""
    for argument in block.arguments():
        if argument.misfit:
            yield _problem(block, argument)


def _problem(block: BlockView, argument: Argument) -> Problem:
    wanted = str(block.schema.attributes[argument.name].type)
    given = str(argument.raw.type)
    hint = None
    if given.startswith("object") and wanted == "string":
        exports = ("name",) if argument.name.endswith("name") else ("arn", "json")
        exported = next((name for name in exports if f"{name}=" in given), None)
        hint = f"refer to one of its attributes, such as `.{exported}`" if exported else None
    elif given == "string" and wanted == "bool":
        hint = "write `true` or `false`"
    elif given == "string" and wanted.startswith("set"):
        hint = "write a list: `[…]`"
    message = f"`{argument.name}` has a value of the wrong type: {argument.misfit}"
    return Problem(argument.span, message, hint, argument.related, _fix(argument, given, wanted))


def _fix(argument: Argument, given: str, wanted: str) -> Fix | None:
    """A bool in capitals, or one text in place of a list of one, both written just here."""
    at, value = argument.span, argument.raw.data
    if not isinstance(value, str) or given != "string" or at.text != f'"{value}"':
        return None
    if wanted == "bool" and value.casefold() in ("true", "false"):
        return written(at, value.casefold(), f"write `{value.casefold()}`")
    if wanted in ("set(string)", "list(string)") and value and not set(value) & set(", "):
        return written(at, f'["{value}"]', "write a list")
    return None
