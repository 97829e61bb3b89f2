"""The execution role belongs to a different account than the provider.

A role can be passed to SageMaker only in its own account. CreateModel rejects a role of another
account: "Cross-account pass role is not allowed". The account of the provider is known if it
assumes a role (`assume_role`) or restricts the accounts (`allowed_account_ids`,
`forbidden_account_ids`). If either depends on the default of a variable, which may have another
value, or requests go to another endpoint than AWS, the rule does not report it.

See <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Problem,
    Provider,
    Related,
    Severity,
    Undecided,
    Unknown,
    rule,
)
from tflint_sagemaker.api.text import compile_later

ACCOUNT = compile_later(r"arn:[\w-]+:(?:iam|sts)::(\d{12}):")

BAD = Example(
    "The execution role belongs to the account `123456789012`, but the model to another.",
    """
    provider "aws" {
      region = "us-east-1"

      assume_role {
        role_arn = "arn:aws:iam::210987654321:role/deploy"
      }
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/scoring" # SM513
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The account of the role is one that the provider allows.",
    """
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["210987654321", "123456789012"]
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/scoring"
      primary_container {
        image = "210987654321.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM513", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the role if the provider is certain not to work in its account."""
    given, provider = model.execution_role_arn, model.configured
    if given is None or provider is None or provider.elsewhere:
        return
    known = given.start
    account = ACCOUNT.match(known)
    if account is None:
        return
    for told, accounts, wanted in _accounts(provider):
        if (account[1] in accounts) == wanted:
            continue
        for argument in (given, told):
            if _by_default(argument):
                raise Undecided(Unknown("a variable may have another value", argument.span))
        yield Problem(
            given.span,
            f"the execution role belongs to the account `{account[1]}`, but the model to another",
            hint="use a role in the account of the model",
            related=(Related("the account of the provider", told.span), *given.related),
        )
        return


def _by_default(argument: Argument) -> bool:
    """Whether the value or a part of it is the default of a variable."""
    parts = argument.elements() if isinstance(argument.raw.data, tuple) else ()
    return any(part.is_replaceable for part in (argument, *parts))


def _accounts(provider: Provider) -> Iterator[tuple[Argument, list[str], bool]]:
    """What the provider is told of accounts: which, and whether it works in one of them."""
    assumed = provider.block.children("assume_role")
    role = assumed[0].argument("role_arn") if len(assumed) == 1 else None
    found = ACCOUNT.match(role.text or "") if role else None
    if role and found:
        yield role, [found[1]], True
    for name, wanted in (("allowed_account_ids", True), ("forbidden_account_ids", False)):
        told = provider.block.argument(name)
        if told is not None and told.value:
            yield told, told.value, wanted
