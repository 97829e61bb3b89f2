"""The grammar of lists, objects and `for` expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors
from tflint_sagemaker.hcl.tokens import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.parser import Parser


def open_tuple(p: Parser) -> str:
    """Read the start of a list or of a `for` in brackets."""
    p.open_quiet("tuple")
    p.take_mark()
    if p.read_kind() == "for":
        return _open_for(p)
    if p.close("]"):
        return "operator"
    p.start_draft()
    return "operand"


def _end_item(p: Parser) -> str:
    p.finish_inner()
    if p.close("]"):
        return "operator"
    if p.read_kind() != ",":
        raise p.make_unclosed_error(errors.ITEM_COMMA, errors.TUPLE_OPEN)
    comma = p.i
    p.i += 1
    if p.close("]"):
        return "operator"
    p.write(",", comma, comma)
    p.start_draft()
    return "operand"


def open_object(p: Parser) -> str:
    """Read the start of an object or of a `for` in braces."""
    p.open_quiet("key")
    p.take_mark()
    if p.read_kind() == "for":
        return _open_for(p)
    p.newlines[-1] = True
    return _read_key(p)


def _read_key(p: Parser, separator: int = -1) -> str:
    while p.kinds[p.i] == "newline":
        p.i += 1
    if p.close("}"):
        return "operator"
    if separator >= 0:
        p.write(",", separator, separator)
    p.constructs[-1].state = "key"
    return "operand"


def _end_key(p: Parser) -> str:
    kind = p.read_kind()
    if kind not in {"=", ":"}:
        raise p.make_unclosed_error(
            errors.ITEM_VALUE if kind in {"newline", ","} else errors.KEY_EQUALS,
            errors.OBJECT_OPEN,
        )
    p.write("=", p.i, p.i)
    p.i += 1
    p.constructs[-1].state = "value"
    p.start_draft()
    return "operand"


def _end_value(p: Parser) -> str:
    p.finish_inner()
    if p.close("}"):
        return "operator"
    if p.read_kind() not in {",", "newline"}:
        raise p.make_unclosed_error(errors.ITEM_SEPARATOR, errors.OBJECT_OPEN)
    separator = p.i
    p.i += 1
    return _read_key(p, separator)


def _open_for(p: Parser) -> str:
    # Inside, newlines mean nothing, for an object too.
    p.newlines[-1] = False
    p.constructs[-1].state = "for-in"
    p.take_mark()
    names = read_for_names(p)
    p.write("_", names[0], names[0])
    if len(names) == 2:
        p.write(",", names[0], names[0])
        p.write("_", names[1], names[1])
    if p.read_kind() != "in":
        raise p.make_error(errors.FOR_IN)
    p.take_mark()
    p.start_draft()
    return "operand"


def read_for_names(p: Parser) -> tuple[int, ...]:
    """Read the one or two names that a `for` binds; return their tokens."""
    names: list[int] = []
    while True:
        if p.read_kind() not in NAMES:
            raise p.make_error(errors.FOR_NAME)
        names.append(p.i)
        p.i += 1
        if len(names) == 2 or p.read_kind() != ",":
            return tuple(names)
        p.i += 1


def _end_collection(p: Parser) -> str:
    p.finish_inner()
    if p.read_kind() != ":":
        raise p.make_error(errors.FOR_COLON)
    p.take_mark()
    p.start_draft()
    construct = p.constructs[-1]
    construct.state = "for"
    construct.mark = p.i
    return "operand"


def _end_for_value(p: Parser) -> str:
    p.finish_inner()
    construct = p.constructs[-1]
    is_object = p.kinds[construct.opener] == "{"
    kind = p.read_kind()
    if kind == "=>" and construct.state == "for":
        if not is_object:
            raise p.make_error(errors.FOR_TUPLE_KEY, construct.mark)
        construct.state = "for-key"
        p.take_mark()
        p.start_draft()
        return "operand"
    if is_object and construct.state == "for" and kind in {"}", "...", "if"}:
        raise p.make_error(errors.FOR_OBJECT_KEY, construct.mark)
    if kind == "...":
        if not is_object:
            raise p.make_error(errors.FOR_TUPLE_GROUP)
        p.take_mark()
        kind = p.read_kind()
    if kind == "if":
        construct.state = "for-if"
        p.take_mark()
        p.start_draft()
        return "operand"
    return _close_for(p)


def _end_condition(p: Parser) -> str:
    p.finish_inner()
    return _close_for(p)


def _close_for(p: Parser) -> str:
    if not p.close("}" if p.kinds[p.constructs[-1].opener] == "{" else "]"):
        raise p.make_error(errors.FOR_EXTRA)
    return "operator"


STATES: Mapping[str, Callable[[Parser], str | None]] = {
    "tuple": _end_item,
    "key": _end_key,
    "value": _end_value,
    "for-in": _end_collection,
    "for": _end_for_value,
    "for-key": _end_for_value,
    "for-if": _end_condition,
}
