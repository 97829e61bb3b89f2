"""Version constraints of providers (https://developer.hashicorp.com/terraform/language/expressions/version-constraints)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    import re

    from tflint_sagemaker.hcl.text import Span

Version: TypeAlias = tuple[int, ...]

PART = compile_later(r"\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2})(?:[-+][\w.+-]+)?\s*")


@dataclass(frozen=True, slots=True)
class VersionConstraint:
    """A constraint on the version of a provider, and its span."""

    text: str
    span: Span

    def is_below(self, since: str) -> bool:
        """Return whether it allows no version from `since` on; an invalid one allows all."""
        matches = [PART.fullmatch(part) for part in self.text.split(",")]
        return any(match is not None and _is_below(match, since) for match in matches)


def _is_below(match: re.Match[str], since: str) -> bool:
    operator, text = match.groups()
    given, wanted = parse_version(text), parse_version(since)
    match operator:
        case None | "=" | "<=":
            return _pad_version(given) < wanted
        case "<":
            return _pad_version(given) <= wanted
        case "~>":
            kept = given[:-1] if len(given) > 1 else given
            return _pad_version((*kept[:-1], kept[-1] + 1)) <= wanted
        case _:
            return False


def parse_version(text: str) -> Version:
    """Return the numbers of a version."""
    return tuple(int(number) for number in text.split("."))


def _pad_version(given: Version) -> Version:
    return (*given, 0, 0, 0)[:3]
