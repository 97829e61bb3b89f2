"""The name of a model does not follow the team's convention.

`pattern` is a Python regular expression. It may match anywhere in the name, unless it is anchored
by `^` and `$`. Without `pattern` the rule reports nothing. It does not apply to names that
Terraform generates.

See <https://docs.python.org/3/library/re.html#regular-expression-syntax>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html#sagemaker-CreateModel-request-ModelName>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import (
    Example,
    Model,
    Parameter,
    Problem,
    Severity,
    Undecided,
    Unknown,
    rule,
)
from tflint_sagemaker.api.text import shorten

BAD = Example(
    "The name `fraud-live` does not match `^(dev|live)-[a-z0-9-]+$`.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "fraud-live" # SM111
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The name matches the agreed pattern.",
    """
    resource "aws_sagemaker_model" "m" {
      name               = "live-fraud"
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule(
    "SM111",
    Severity.NOTICE,
    group="style",
    on=Model,
    parameters={
        "pattern": Parameter(
            doc="A regular expression that each model's name has to match.",
            schema={"type": "string"},
            default="",
            example="^(dev|live)-[a-z0-9-]+$",
        ),
    },
)
def check(model: Model, *, pattern: str) -> Iterator[Problem]:
    """Yield the name if it does not match."""
    name = model.name
    if not pattern or name is None:
        return
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        reason = Unknown(f"`pattern` is not a regular expression: {error}")
        raise Undecided(reason) from error
    text = name.text
    if text is not None and not wanted.search(text):
        name.require_not_default()
        yield Problem(
            name.span,
            f"the name `{name.shown}` does not match `{shorten(pattern)}`",
            hint="choose a name that matches the convention of the team",
            related=name.related,
        )
