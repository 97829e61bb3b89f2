"""The trust policy of the execution role is not a valid IAM policy.

The provider rejects text that is not a JSON object, and repeated keys, at `terraform validate` or
at plan. IAM rejects the following at apply as a malformed policy document: no `Statement`; an
unknown `Version`; a statement without an `Effect`, an action or a principal; an `Effect` other than
exactly `Allow` or `Deny`; a principal type other than `AWS`, `Service`, `Federated` and
`CanonicalUser`; and `Resource` or `NotResource`, which are not allowed in a trust policy.

See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
and <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>.
"""

from collections.abc import Iterator
from typing import Any

from tflint_sagemaker.api import (
    BlockView,
    Example,
    Problem,
    Role,
    Severity,
    Undecided,
    check_each,
    rule,
)
from tflint_sagemaker.api.iam import PolicyError, convert_pairs, find_repeated_keys, read_json
from tflint_sagemaker.api.text import find_similar, shorten

KINDS = {kind.casefold(): kind for kind in ("AWS", "CanonicalUser", "Federated", "Service")}
ACTIONS = ("actions", "not_actions")
PRINCIPALS = ("principals", "not_principals")
NO_ACTION = "names no action"
NO_PRINCIPAL = "names no principal"
EFFECTS = ("Allow", "Deny")
VERSIONS = ("2008-10-17", "2012-10-17")

BAD = Example(
    "The trust policy has the `Version` `2024-01-01`, not `2008-10-17` or `2012-10-17`.",
    """
    resource "aws_iam_role" "scoring" {
      assume_role_policy = jsonencode({
        Version = "2024-01-01" # SM502
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
        }]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The policy has a version that IAM knows.",
    """
    resource "aws_iam_role" "scoring" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
        }]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM502", Severity.ERROR, on=Role)
def check(role: Role) -> Iterator[Problem]:
    """Yield the policy if it is not JSON, or what IAM refuses in it."""
    given = role.trust_policy
    if given is None:
        return
    own = role.own_statements()
    yield from check_each(own, _in_block)
    text = given.text
    if text is None:
        return
    for word, fault in _faults(text.removeprefix("\ufeff"), whole=not own):
        yield Problem(role.trust_span(word), f"the trust policy {fault}", related=given.related)


def _in_block(statement: BlockView) -> Iterator[Problem]:
    """What IAM refuses in a `statement` of a policy document."""
    given = [found for name in ACTIONS if (found := statement.argument(name))]
    if all(found.raw.data == () for found in given):
        at = given[0].span if given else statement.span
        yield Problem(at, f"the statement {NO_ACTION}", "add the action `sts:AssumeRole`")
    blocks = [block for kind in PRINCIPALS for block in statement.children(kind)]
    if not blocks:
        if reason := statement.may_gain("principals"):
            raise Undecided(reason)
        hint = "name the service `sagemaker.amazonaws.com` in a `principals` block"
        yield Problem(statement.span, f"the statement {NO_PRINCIPAL}", hint)
    yield from check_each(blocks, _in_principals)


def _in_principals(block: BlockView) -> Iterator[Problem]:
    kind, who = block.argument("type"), block.argument("identifiers")
    if kind is None or kind.text is None or kind.text.casefold() in KINDS:
        return
    if kind.text == "*" and (who is None or who.value == ["*"]):
        return
    hint = _meant(kind.text)
    yield Problem(kind.span, f"`{kind.shown}` is not a principal type", hint, kind.related)


def _meant(kind: str) -> str:
    guess = find_similar(kind, KINDS.values())
    return f"did you mean `{guess}`?" if guess else "write `Service`"


def _faults(text: str, *, whole: bool) -> Iterator[tuple[str | None, str]]:
    """Each fault as a clause, with the word of the policy that it is about.

    `whole` looks into the statements too.
    """
    try:
        data = read_json(text)
    except PolicyError as error:
        yield None, f"is not JSON: {error}" if text.strip() else "is empty"
        return
    policy = convert_pairs(data)
    if not isinstance(policy, dict):
        yield None, "is not a JSON object"
        return
    for key in find_repeated_keys(data):
        yield None, f"has the key `{key}` more than once"
    if not any(key.casefold() == "statement" for key in policy):
        yield None, "has no `Statement`"
    version = policy.get("Version", VERSIONS[0])
    if version not in VERSIONS:
        wanted = " or ".join(f"`{known}`" for known in VERSIONS)
        yield str(version), f"has the `Version` `{version}`, not {wanted}"
    found = policy.get("Statement")
    for statement in found if isinstance(found, list) else [found]:
        if isinstance(statement, dict):
            yield from _prohibited(statement)
            if whole:
                yield from _in_statement({key.casefold(): statement[key] for key in statement})


def _prohibited(statement: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
    for name in ("Resource", "NotResource"):
        if name in statement:
            yield None, f"has a `{name}`, which is not allowed in a trust policy"


def _in_statement(statement: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
    if "effect" not in statement:
        yield None, "has a statement that has no `Effect`"
    elif (effect := statement["effect"]) not in EFFECTS:
        yield str(effect), f"has the `Effect` `{shorten(str(effect))}`, not `Allow` or `Deny`"
    if not {"action", "notaction"} & statement.keys():
        yield None, f"has a statement that {NO_ACTION}"
    if not {"principal", "notprincipal"} & statement.keys():
        yield None, f"has a statement that {NO_PRINCIPAL}"
    principal = statement.get("principal")
    if isinstance(principal, str) and principal != "*":
        yield (
            principal,
            f"has the text `{shorten(principal)}` as `Principal`, not a type and a name",
        )
    for kind, who in principal.items() if isinstance(principal, dict) else ():
        if kind.casefold() not in KINDS and who not in ("*", ["*"]):
            yield kind, f"has the invalid principal type `{shorten(kind)}`"
