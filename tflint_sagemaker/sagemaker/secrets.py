"""Tokens that are known by their shape, and how to keep them out of what is shown.

The shapes and their sources are in `data/secrets.json`. Nothing is guessed from how random a text
looks, and what documentation writes in a token's place (`hf_xxx…`, `AKIAIOSFODNN7EXAMPLE`) is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tflint_sagemaker.sagemaker.provider import read_data_file

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Source

MASK = "*"
KEY_ENDS = "PRIVATE KEY"
# What the SDKs read credentials from.
# https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
)


class _Known(NamedTuple):
    """All shapes as one pattern, the names of its groups, and what marks a stand-in."""

    pattern: re.Pattern[str]
    names: dict[str, str]
    stand_in: re.Pattern[str]


@cache
def _read_patterns() -> _Known:
    raw = read_data_file("secrets.json")
    shapes = {f"g{number}": shape for number, shape in enumerate(raw["shapes"])}
    pattern = "|".join(f"(?P<{group}>{shape['pattern']})" for group, shape in shapes.items())
    return _Known(
        re.compile(pattern),
        {group: shape["what"] for group, shape in shapes.items()},
        re.compile(raw["stand_ins"]),
    )


def find_secret(text: str) -> str | None:
    """What kind of secret a text holds, as "a GitHub token"; None if none is known."""
    known = _read_patterns()
    for found in known.pattern.finditer(text):
        if not known.stand_in.search(_strip_key_lines(found[0])):
            return known.names[found.lastgroup or ""]
    return None


@lru_cache(maxsize=1024)
def mask_text(text: str) -> str:
    """The text with asterisks in place of each secret: as long, and with the same lines."""
    known = _read_patterns()

    def mask(found: re.Match[str]) -> str:
        if known.stand_in.search(_strip_key_lines(found[0])):
            return found[0]
        return re.sub(r"[^\r\n]", MASK, found[0])

    return known.pattern.sub(mask, text)


def mask_line(source: Source, number: int) -> str:
    """A line of a source as it may be shown: a private key is known only by the lines around it."""
    if KEY_ENDS not in source.text:
        return mask_text(source.get_line(number))
    return mask_text(source.text).split("\n")[number - 1].rstrip("\r")


def _strip_key_lines(token: str) -> str:
    """A token without the lines around a key, whose dashes are no stand-in."""
    return re.sub(r"-----[^-]*-----", "", token)
