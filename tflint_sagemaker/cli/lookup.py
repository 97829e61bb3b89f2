"""Rules by what people call them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tflint_sagemaker import registry
from tflint_sagemaker.cli.terminal import Refused

if TYPE_CHECKING:
    from tflint_sagemaker.rule import Rule


def rule(text: str) -> Rule:
    """The rule of that code, name or alias."""
    found = _find(text)
    if found is None:
        raise Refused(f"unknown rule: {text}{_meant(text)}")
    return found


def known(text: str) -> None:
    """Refuse what selects no rule: no code, beginning of a code, name, alias or group."""
    if _find(text) or text == "ALL":
        return
    for one in registry.rules():
        if one.group == text or (len(text) > 2 and one.code.startswith(text.upper())):
            return
    raise Refused(f"unknown rule: {text}{_meant(text)}")


def _find(text: str) -> Rule | None:
    """The rule of that spelling, whatever its case."""
    spellings = (text, text.upper(), text.lower())
    return next(filter(None, map(registry.find, spellings)), None)


def _meant(text: str) -> str:
    """A guess at what was meant."""
    names = {
        spelling.lower(): spelling
        for one in registry.rules()
        for spelling in (one.code, one.name, *one.aliases)
    }
    close = get_close_matches(text.lower(), names, n=1, cutoff=0.6)
    return f" (did you mean `{names[close[0]]}`?)" if close else ""
