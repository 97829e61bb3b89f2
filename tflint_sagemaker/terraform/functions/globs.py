"""Patterns of `fileset`, as bmatcuk/doublestar reads them."""

from __future__ import annotations

import re

from tflint_sagemaker.util.lazy_regex import compile_later

META = frozenset("*?[{\\")
_CLASS = compile_later(r"\[(\^?(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_.!])+)\]")
_NESTED = compile_later(r"\{[^}]*[/{]")


class BadPattern(Exception):  # noqa: N818
    """A bracket or a brace is not closed."""


def expression(parts: list[str]) -> re.Pattern[str] | None:
    """What the parts of a path match, or None for what is not understood here. Raises BadPattern.

    `**` stands for any number of directories, and at the end for all that lies below.
    """
    if _NESTED.search("/".join(parts)) or parts.count("**") > 1:
        return None
    out = []
    for at, part in enumerate(parts):
        last = at + 1 == len(parts)
        if part == "**":
            out.append("(?:[^/]+/)*[^/]+" if last else "(?:[^/]+/)*")
            continue
        body = _component(part)
        if body is None:
            return None
        out.append(body if last else f"{body}/")
    return re.compile("".join(out))


def _component(part: str) -> str | None:
    out = []
    at = 0
    while at < len(part):
        char = part[at]
        if char == "[":
            found = _CLASS.match(part, at)
            if "]" not in part[at:]:
                raise BadPattern
            if not found:
                return None
            inside = found[1]
            out.append(f"[{inside}/]" if inside.startswith("^") else f"[{inside}]")
            at = found.end()
            continue
        if char == "{":
            end = part.find("}", at)
            if end < 0:
                raise BadPattern
            choices = [_component(choice) for choice in part[at + 1 : end].split(",")]
            known = [choice for choice in choices if choice is not None]
            if len(known) < len(choices):
                return None
            out.append(f"(?:{'|'.join(known)})")
            at = end + 1
            continue
        if char == "\\":
            at += 1
            if at == len(part):
                raise BadPattern
            out.append(re.escape(part[at]))
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char))
        at += 1
    return "".join(out)
