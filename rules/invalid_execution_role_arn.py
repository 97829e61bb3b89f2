"""`execution_role_arn` is not the ARN of an IAM role.

The provider checks only the general form of the ARN. So the ARN of a user, an instance profile, an
assumed role or a bucket passes `terraform plan`, and so does an empty string. CreateModel then
rejects it, and Terraform retries for two minutes before it reports the error.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>,
<https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html#sagemaker-CreateModel-request-ExecutionRoleArn>
and <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Example, Model, Problem, Severity, Unknown, rule
from tflint_sagemaker.api.models import find_sample
from tflint_sagemaker.api.text import compile_later

# Shape RoleArn of the service model, with the partition as narrow as the provider takes it, and
# with a path and a name as every role of IAM has them.
WHOLE = compile_later(
    r"arn:aws(-[a-z]+)*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-/]*[a-zA-Z_0-9+=,.@\-]", re.ASCII
)
FEWEST, MOST = 20, 2048

PARTITION = compile_later(r"arn:(aws|aws-cn|aws-us-gov):iam:")
PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
USUAL_REGION = compile_later(r"(?:af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(?!iso)[a-z]+-\d")

# What the six parts of such an ARN look like, to tell which one is wrong.
PARTS = ("arn", r"aws(-[a-z]+)*", "iam", "", r"\d{12}", r"role/.+")

BAD = Example(
    "`arn:aws:iam::123456789012:user/fraud` is not the ARN of an IAM role: it names a `user`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:user/fraud" # SM102

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "Placeholders for an ARN are not reported: they get a value before apply.",
    """
    variable "role_arn" {
      type    = string
      default = "arn:aws:iam::ACCOUNT_ID:role/fraud"
    }

    variable "other_role_arn" {
      type    = string
      default = "put your role here"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = var.role_arn

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_model" "n" {
      execution_role_arn = var.other_role_arn

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM102", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the role if it cannot be the ARN of one, though only its start may be known."""
    given = model.execution_role_arn
    if given is None or _of_a_role(given):
        return
    message = _by_start(given) or _by_form(given) or _by_region(given, model) or _wrong(given)
    if message:
        hint = "use the ARN of an IAM role, such as `aws_iam_role.example.arn`"
        yield Problem(given.span, message, hint, given.related)


def _of_a_role(given: Argument) -> bool:
    """Whether it is an attribute of a role: its ARN is right, and another rule tells of others."""
    return any(source.type == "aws_iam_role" for source in given.sources)


def _by_start(given: Argument) -> str | None:
    """What the known start of a string rules out."""
    start = given.prefix
    *whole, last = start.split(":", 5)
    for part, wanted in zip(whole, PARTS, strict=False):
        if not re.fullmatch(wanted, part, re.ASCII):
            return f"an ARN that starts with `{start}` is not that of an IAM role"
    kind = "role/"
    if len(whole) == 5 and not (kind.startswith(last) or last.startswith(kind)):
        return f"an ARN that starts with `{start}` is not that of an IAM role"
    if not whole and not "arn:".startswith(last):
        return f"`execution_role_arn` starts with `{start}`, not with `arn:`"
    return None


def _by_form(given: Argument) -> str | None:
    """What the forms of the parts rule out, of which a string is put together."""
    data = given.raw.data
    text = find_sample(data) if isinstance(data, Unknown) and data.prefix else None
    if text is None or WHOLE.fullmatch(text):
        return None
    return f"`execution_role_arn` is not the ARN of an IAM role{_because(text)}"


def _by_region(given: Argument, model: Model) -> str | None:
    """That the role is of another partition than the region in which the model is made."""
    known = given.raw.data if isinstance(given.raw.data, str) else given.prefix
    partition = PARTITION.match(known)
    region = model.region.raw.data if model.region else None
    if partition is None or not isinstance(region, str) or not USUAL_REGION.fullmatch(region):
        return None
    own = next((p for start, p in PARTITIONS.items() if region.startswith(start)), "aws")
    if (
        partition[1] == own
        or given.is_replaceable
        or (model.region and model.region.is_replaceable)
    ):
        return None
    return f"the role is in the partition `{partition[1]}`, but the model is in `{own}`"


def _wrong(given: Argument) -> str | None:
    """What is wrong with a string that is known. Raises Undecided of another."""
    text = given.value
    shown = "execution_role_arn" if given.raw.sensitive else given.shown
    if text == "":
        return "`execution_role_arn` is empty"
    if not text.startswith("arn:"):
        return f"`{shown}` is not an ARN"
    if not WHOLE.fullmatch(text):
        return f"`{shown}` is not the ARN of an IAM role{_because(text)}"
    if not FEWEST <= len(text) <= MOST:
        return f"`execution_role_arn` has {len(text)} characters, not {FEWEST} to {MOST}"
    return None


def _because(text: str) -> str:
    parts = text.split(":", 5)
    if len(parts) < 6:
        return f": it has {len(parts)} parts, not 6"
    _, partition, service, region, account, resource = parts
    if not re.fullmatch(PARTS[1], partition):
        return f": its partition is `{partition}`"
    if service != "iam":
        return f": its service is `{service}`"
    if region:
        return f": it names the region `{region}`, and IAM has none"
    if not re.fullmatch(PARTS[4], account, re.ASCII):
        return f": its account is `{account}`, not 12 digits"
    kind, _, name = resource.partition("/")
    if kind != "role":
        return f": it names a `{kind}`"
    if not name:
        return ": it names no role"
    return ": the role name has invalid characters"
