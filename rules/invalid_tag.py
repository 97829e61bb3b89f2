"""The key or value of a tag has invalid characters or an invalid length.

A key has 1 to 128 characters, a value up to 256: letters, digits, spaces and `_.:/=+-@`. The
provider does not check tags, so `terraform plan` reports no error and CreateModel rejects the
model. The `default_tags` of the provider are sent too, unless the model sets another value for the
key.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html>
and <https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>.
"""

import re
import unicodedata
from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.text import shorten

# Shapes TagKey and TagValue of the service model: letters, separators, numbers and these.
MARKS = "_.:/=+-@"
PLAIN = re.compile(r"[A-Za-z0-9 _.:/=+@-]*")
MOST = {"key": 128, "value": 256}

BAD = Example(
    "The tag `Team` has a value with the character `&`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = { # SM704
        Team = "fraud & risk"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The value has only characters that AWS allows.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      tags = {
        Team = "fraud + risk"
      }

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM704", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the tags once for each key and each value that cannot be one."""
    tags, defaults = model.argument("tags"), model.default_tags
    if tags:
        yield from check_each(tags.items(), lambda tag: _tag(tags, *tag))
    if defaults:
        own = {key for key, value in tags.items() if not value.raw.is_null} if tags else set()
        sent = [tag for tag in defaults.items() if tag[0] not in own]
        yield from check_each(sent, lambda tag: _tag(defaults, *tag))


def _tag(tags: Argument, key: str, value: Argument) -> Iterator[Problem]:
    if value.raw.is_null:
        return
    # The provider does not send tags of AWS's own.
    if key.startswith("aws:"):
        return
    related = (Related(f"`{shorten(key)}`", value.span), *tags.related)
    hint = "use letters, digits, spaces and `_.:/=+-@`"
    if key == "":
        yield Problem(tags.span, "a tag has an empty key", None, related)
    fault = _fault("key", key)
    if fault:
        yield Problem(tags.span, f"the tag key `{shorten(key)}` has {fault}", hint, related)
    if value.is_replaceable:
        value.require_final()
    fault = _fault("value", str(value.value))
    if fault:
        yield Problem(
            tags.span, f"the tag `{shorten(key)}` has a value with {fault}", hint, related
        )


def _fault(what: str, text: str) -> str | None:
    if len(text) > MOST[what]:
        return f"{len(text)} characters, more than {MOST[what]}"
    if PLAIN.fullmatch(text):
        return None
    wrong = next((char for char in text if not _allowed(char)), None)
    return None if wrong is None else f"the character `{shorten(wrong)}`"


def _allowed(char: str) -> bool:
    """Also of a character that Python's tables do not know: a newer one may be a letter."""
    category = unicodedata.category(char)
    return char in MARKS or category[0] in "LZN" or category == "Cn"
