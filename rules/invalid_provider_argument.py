"""The provider configuration has a value that the provider rejects.

`terraform validate` rejects invalid ARNs of roles to assume, durations outside 15 minutes to 12
hours, session names and external IDs of an invalid length, and `allowed_account_ids` together with
`forbidden_account_ids`. `terraform plan` rejects invalid region names. The rule checks only the
configurations in the root module that models use.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#assume_role-configuration-block>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    BlockView,
    Example,
    Problem,
    Provider,
    Severity,
    Undecided,
    Unknown,
    check_each,
    rule,
)
from tflint_sagemaker.api.models import is_region
from tflint_sagemaker.api.text import compile_later

ARN = compile_later(
    r"arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:"
    r"(?:aws|aws-managed|third-party|aws-marketplace|\d{12}|cw.{10})?:.+",
    re.DOTALL,
)
DURATION = compile_later(r"(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+")
PART = compile_later(r"(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)")
SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
SHORTEST, LONGEST = 900, 43200
LENGTHS = {"session_name": (2, 64), "external_id": (2, 1224)}
ROLES = ("assume_role", "assume_role_with_web_identity")

BAD = Example(
    "`us-west` is not an AWS region.",
    """
    provider "aws" {
      region = "us-west" # SM112

      assume_role {
        role_arn     = "deployer" # SM112
        session_name = "d" # SM112
        duration     = "5m" # SM112
      }
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/scoring"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "Region, ARN, session name and duration are valid.",
    """
    provider "aws" {
      region = "us-east-1"

      assume_role {
        role_arn     = "arn:aws:iam::123456789012:role/deploy"
        session_name = "deploy"
        duration     = "1h30m"
      }
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = "arn:aws:iam::123456789012:role/scoring"
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM112", Severity.ERROR, on=Provider)
def check(provider: Provider) -> Iterator[Problem]:
    """Yield each value that is refused."""
    yield from _accounts(provider.block)
    blocks = [block for kind in ROLES for block in provider.block.possible(kind) if block.exists]
    yield from check_each(blocks, _role)
    region = provider.block.argument("region")
    if region and region.text and not provider.elsewhere and not is_region(region.text):
        if region.is_replaceable:
            raise Undecided(Unknown("a variable may have another value", region.span))
        yield Problem(region.span, f"`{region.shown}` is not an AWS region", None, region.related)


def _accounts(provider: BlockView) -> Iterator[Problem]:
    allowed = provider.argument("allowed_account_ids")
    forbidden = provider.argument("forbidden_account_ids")
    given = [argument for argument in (allowed, forbidden) if argument]
    if any(one.raw.is_unknown or one.is_replaceable for one in given):
        return
    for one, other in zip(given, reversed(given), strict=True):
        if one is not other:
            message = f"`{one.name}` cannot be combined with `{other.name}`"
            yield Problem(one.span, message, "keep one of the two")


def _role(block: BlockView) -> Iterator[Problem]:
    given = block.argument("role_arn")
    several = block.argument("policy_arns")
    arns = [given] if given else []
    if several and not several.raw.is_unknown:
        arns += several.elements()
    for arn in arns:
        text = _known(arn)
        if text and not ARN.fullmatch(text):
            yield Problem(arn.span, f"`{arn.shown}` is not an ARN", None, arn.related)
    for name, (least, most) in LENGTHS.items():
        named = block.argument(name)
        text = _known(named)
        if named and text is not None and not least <= len(text) <= most:
            message = f"`{name}` has a length of {len(text)}, not {least} to {most}"
            yield Problem(named.span, message, None, named.related)
    duration = block.argument("duration")
    text = _known(duration)
    if duration and text and not _lasts(text):
        message = f"`{duration.shown}` is not a duration of 15 minutes to 12 hours"
        yield Problem(duration.span, message, "write `15m` to `12h`", duration.related)


def _known(argument: Argument | None) -> str | None:
    """The text, if it is known and may not be another."""
    if argument is None or not isinstance(argument.raw.data, str):
        return None
    return None if argument.is_replaceable else argument.raw.data


def _lasts(text: str) -> bool:
    if not DURATION.fullmatch(text):
        return text.startswith(("+", "."))  # forms that Go reads as well
    seconds = sum(float(number) * SECONDS[unit] for number, unit in PART.findall(text))
    return SHORTEST <= seconds <= LONGEST
