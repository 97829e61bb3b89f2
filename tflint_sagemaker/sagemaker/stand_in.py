"""Texts that wait to be replaced, as examples and files of values to fill in have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.view import Argument

STAND_IN = re.compile(
    r"<[^<>]+>|\{\{|\b[A-Z]{2,}(?:_[A-Z]+)+\b"
    r"|(?i:x{4}|replace.?me|change.?me|fixme|todo|placeholder)"
)


def no_stand_in(argument: Argument) -> None:
    """Raises Undecided if what is known of a text waits to be replaced by something else."""
    text = argument.raw.data if isinstance(argument.raw.data, str) else argument.prefix
    if STAND_IN.search(text):
        raise Undecided(Unknown(f"`{argument.name}` waits to be replaced", argument.span))
