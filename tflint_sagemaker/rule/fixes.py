"""Fixes that many rules give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Constant, ObjectCons, Variable
from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.rule.problem import Edit, Fix
from tflint_sagemaker.terraform.spelling import has_one_typo, is_same_word
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Attribute, Block
    from tflint_sagemaker.sagemaker.schema import Violation
    from tflint_sagemaker.sagemaker.view import BlockView
    from tflint_sagemaker.terraform.values import ResourceAttribute

COMMENT = compile_later(r"#|//|/\*")


def written(at: Span, text: str, message: str, *, safe: bool = True) -> Fix:
    """Write a text in place of what stands there."""
    return Fix(message, (Edit(at, text),), safe)


def spelled(violation: Violation) -> Fix | None:
    """The value that was meant, if the wrong one is written just there and not brought to it."""
    at, meant = violation.span, violation.replacement
    if violation.related:
        return None
    if violation.swap is not None and at.text.startswith(f'"{violation.swap[0]}'):
        wrong, right = violation.swap
        start = Span(at.source, at.start + 1, at.start + 1 + len(wrong))
        return Fix(f"write `{right}`", (Edit(start, right),))
    if meant is None or at.text != f'"{violation.given}"':
        return None
    return written(at, f'"{meant}"', f"write `{meant}`", safe=violation.certain)


def renamed(at: Span, name: str, meant: str) -> Fix | None:
    """Write another name, if the given one stands just there; safe if it is but a slip."""
    if at.text not in (name, f'"{name}"'):
        return None
    text = at.text.replace(name, meant)
    safe = is_same_word(name, meant) or has_one_typo(name, meant)
    return written(at, text, f"write `{meant}`", safe=safe)


def other_attribute(at: Span, given: ResourceAttribute, meant: str) -> Fix | None:
    """Write another attribute of a resource, if the given one is all that is written there."""
    tail = f".{given.attribute}"
    if not at.text.endswith(tail) or given.address not in at.text:
        return None
    last = Span(at.source, at.end - len(tail) + 1, at.end)
    return written(last, meant, f"write `{meant}`")


def removed(at: Span, message: str, *, safe: bool = True) -> Fix | None:
    """Take an argument, a block or a label away, with its line if nothing else is on it.

    Comments stay: None if there may be one inside. None for JSON, where commas are in the way.
    """
    source, text = at.source, at.source.text
    if source.is_json or ("\n" in at.text and COMMENT.search(at.text)):
        return None
    line = text.rfind("\n", 0, at.start) + 1
    end = text.find("\n", at.end)
    end = len(text) if end < 0 else end
    behind = text[at.end : end]
    blanks = len(behind) - len(behind.lstrip(" \t"))
    if text[line : at.start].strip(" \t"):
        start = len(text[: at.start].rstrip(" \t"))
        gone = Span(source, start, at.end)
    elif behind.strip():
        gone = Span(source, at.start, at.end + blanks)
    else:
        gone = Span(source, line, min(end + 1, len(text)))
    return Fix(message, (Edit(gone, ""),), safe)


def as_block(attribute: Attribute) -> Fix | None:
    """Write `name = { … }` as a block, if what is in the braces can stand in one as it is."""
    value = attribute.value
    at = attribute.name_span
    if not isinstance(value, ObjectCons) or value.span.source.is_json:
        return None
    between = Span(at.source, at.end, value.span.start)
    if between.text.strip() != "=":
        return None
    several_lines = "\n" in value.span.text
    end = value.span.start + 1
    for number, item in enumerate(value.items):
        gap = at.source.text[end : item.key.span.start]
        sign = at.source.text[item.key.span.end : item.value.span.start].strip()
        if not isinstance(item.key, Variable) or sign != "=" or "," in gap:
            return None
        if (number or several_lines) and "\n" not in gap:
            return None
        end = item.value.span.end
    tail = at.source.text[end : value.span.end]
    if "," in tail or (several_lines and value.items and "\n" not in tail):
        return None
    return written(between, " ", "remove the equals sign")


def as_argument(block: Block) -> Fix | None:
    """Write `name { … }` as an argument, if what is in the braces can stand in a map as it is."""
    if block.labels or block.body.blocks or block.span.source.is_json:
        return None
    at = block.type_span
    return written(Span(at.source, at.end, at.end), " =", "write an equals sign")


def set_argument(block: BlockView, name: str, text: str) -> Fix | None:
    """The unsafe mend that sets an argument, None where it cannot be done in the block alone.

    The argument is written there as a constant, or not at all and the block has lines of its own.
    """
    body, brace = block.evaluated.syntax.body, block.evaluated.syntax.brace
    given = body.get_attribute(name)
    if given is not None:
        if not isinstance(given.value, Constant):
            return None
        edit = Edit(given.value.span, text)
    else:
        source, whole = brace.source, brace.source.text
        end = whole.find("\n", brace.end)
        if not source.path.endswith(".tf") or whole[brace.end : end].partition("#")[0].strip():
            return None
        start = whole.rfind("\n", 0, brace.start) + 1
        indent = whole[start : len(whole) - len(whole[start:].lstrip(" \t"))]
        end -= whole[:end].endswith("\r")
        edit = Edit(Span(source, end, end), f"\n{indent}  {name} = {text}")
    return Fix(f"set `{name} = {text}`", (edit,), safe=False)
