"""The grammar of expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors as faults
from tflint_sagemaker.hcl.walk import OpenTemplate, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.walk import Names, Walk

_BINARY = frozenset({"==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "&&", "||"})
_NUMBER = re.compile(r"[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?")


def _operand(w: Walk) -> str:
    kind = w.peek()
    i = w.i
    if kind in {"-", "!"}:
        w.signs.append(w.starts[i])
        w.i += 1
        return "operand"
    if w.signs:
        w.outline.signs[w.starts[i]] = tuple(w.signs)
        w.signs.clear()
    if kind == "name":
        return _name(w)
    if kind == "string":
        w.check_escapes(i)
        w.outline.templates[w.starts[i]] = (w.ends[i], _plain_parts(w, i))
        w.blot()
        return "operator"
    if kind == "number":
        if not _NUMBER.fullmatch(w.word(i)):
            raise w.fault(faults.BAD_NUMBER)
        w.blot()
        return "operator"
    if kind in {'"', "<<"}:
        w.templates.append(OpenTemplate(i))
        w.i += 1
        return "template"
    if kind == "(":
        w.open_quiet("parentheses")
        w.keep()
        return "operand"
    if kind == "[":
        return _tuple(w)
    if kind == "{":
        return _object(w)
    raise w.fault(faults.NOTHING_THERE if kind == "eof" else faults.VALUE_REQUIRED)


def _plain_parts(w: Walk, i: int) -> list[Part]:
    start, end = w.starts[i] + 1, w.ends[i] - 1
    return [Part("text", start, end)] if end > start else []


def _name(w: Walk) -> str:
    first = last = w.i
    w.i += 1
    kind = w.peek()
    if kind not in {"(", "::"}:
        w.i = first
        w.blot()
        return "operator"
    while kind == "::":
        w.i += 1
        if w.peek() != "name":
            raise w.fault(faults.FUNCTION_NAME_REQUIRED)
        last = w.i
        w.i += 1
        kind = w.peek()
    if kind != "(":
        raise w.fault(faults.CALL_REQUIRED)
    start, end = w.starts[first], w.ends[last]
    w.write(start, end, "_" * (end - start))
    w.open_quiet("call", first)
    w.keep()
    return "operator" if w.close(")") else "operand"


def _operator(w: Walk) -> str:
    kind = w.peek()
    if kind in _BINARY:
        w.keep()
        return "operand"
    if kind == ".":
        return _dot(w)
    if kind == "[":
        return _index(w)
    if kind == "?":
        w.open("yes")
        w.keep()
        return "operand"
    return w.frames[-1].name


def _dot(w: Walk) -> str:
    w.keep()
    kind = w.peek()
    if kind == "name":
        w.blot()
        return "operator"
    if kind == "number":
        _legacy_index(w)
        return "operator"
    if kind != "*":
        raise w.fault(faults.NAME_AFTER_DOT)
    w.blot()
    while w.peek() == ".":
        w.keep()
        kind = w.peek()
        if kind == "number":
            _legacy_index(w)
        elif kind == "name":
            w.blot()
        else:
            raise w.fault(faults.NESTED_SPLAT if kind == "*" else faults.NAME_AFTER_DOT)
    return "operator"


def _legacy_index(w: Walk) -> None:
    digits = w.word(w.i)
    if "." in digits:
        raise w.fault(faults.LEGACY_INDEX_CHAIN)
    if not _NUMBER.fullmatch(digits):
        raise w.fault(faults.BAD_NUMBER)
    w.blot()


def _index(w: Walk) -> str:
    opener = w.i
    w.keep()
    # Terraform looks for the star before it stops minding newlines.
    if w.peek() != "*":
        w.open_quiet("index", opener)
        return "operand"
    w.blot()
    if w.peek() != "]":
        raise w.fault(faults.SPLAT_OPEN)
    w.keep()
    return "operator"


def _end_index(w: Walk) -> str:
    if not w.close("]"):
        raise w.fault(faults.INDEX_OPEN)
    return "operator"


def _end_yes(w: Walk) -> str:
    if w.peek() != ":":
        raise w.fault(faults.COLON_REQUIRED)
    w.keep()
    w.frames[-1].name = "no"
    return "operand"


def _end_no(w: Walk) -> str:
    w.frames.pop()
    return w.frames[-1].name


def _end_all(w: Walk) -> str | None:
    if w.peek() != "eof":
        raise w.fault(faults.EXTRA_CHARACTERS)
    return None


def _end_parentheses(w: Walk) -> str:
    if not w.close(")"):
        raise w.fault(faults.PARENTHESIS_OPEN)
    return "operator"


def _end_argument(w: Walk) -> str:
    if w.close(")"):
        return "operator"
    kind = w.peek()
    if kind == "...":
        dots = w.i
        w.keep()
        if not w.close(")"):
            raise w.fault(faults.AFTER_EXPANSION, dots)
        return "operator"
    if kind != ",":
        raise w.unclosed(faults.ARGUMENT_COMMA, faults.CALL_OPEN)
    w.keep()
    return "operator" if w.close(")") else "operand"


def _tuple(w: Walk) -> str:
    w.open_quiet("tuple")
    w.keep()
    if w.is_word("for"):
        return _for(w)
    return "operator" if w.close("]") else "operand"


def _end_item(w: Walk) -> str:
    if w.close("]"):
        return "operator"
    if w.peek() != ",":
        raise w.unclosed(faults.ITEM_COMMA, faults.TUPLE_OPEN)
    w.keep()
    return "operator" if w.close("]") else "operand"


def _object(w: Walk) -> str:
    w.open_quiet("key")
    w.keep()
    if w.is_word("for"):
        return _for(w)
    w.newlines[-1] = True
    return _next_key(w)


def _next_key(w: Walk) -> str:
    while w.kinds[w.i] == "newline":
        w.i += 1
    if w.close("}"):
        return "operator"
    w.frames[-1].name = "key"
    return "operand"


def _end_key(w: Walk) -> str:
    kind = w.peek()
    if kind not in {"=", ":"}:
        raise w.unclosed(
            faults.ITEM_VALUE if kind in {"newline", ","} else faults.KEY_EQUALS,
            faults.OBJECT_OPEN,
        )
    w.keep()
    w.frames[-1].name = "value"
    return "operand"


def _end_value(w: Walk) -> str:
    if w.close("}"):
        return "operator"
    if w.peek() not in {",", "newline"}:
        raise w.unclosed(faults.ITEM_SEPARATOR, faults.OBJECT_OPEN)
    w.write(w.starts[w.i], w.starts[w.i] + 1, ",")
    w.i += 1
    return _next_key(w)


def _for(w: Walk) -> str:
    # Inside, newlines mean nothing, for an object too.
    w.newlines[-1] = False
    frame = w.frames[-1]
    frame.name = "for-in"
    w.keep()
    for_names(w, faults.FOR_NAME)
    if not w.is_word("in"):
        raise w.fault(faults.FOR_IN)
    w.keep()
    return "operand"


def for_names(w: Walk, fault: faults.Fault) -> Names:
    """Take the one or two names that a `for` binds; `fault` is what a missing one is."""
    names = []
    while True:
        if w.peek() != "name":
            raise w.fault(fault)
        names.append((w.starts[w.i], w.ends[w.i]))
        w.blot()
        if len(names) == 2 or w.peek() != ",":
            return tuple(names)
        w.keep()


def _end_collection(w: Walk) -> str:
    if w.peek() != ":":
        raise w.fault(faults.FOR_COLON)
    w.keep()
    frame = w.frames[-1]
    frame.name = "for"
    w.peek()
    frame.mark = w.i
    return "operand"


def _end_for_value(w: Walk) -> str:
    frame = w.frames[-1]
    is_object = w.kinds[frame.opener] == "{"
    kind = w.peek()
    if kind == "=>" and frame.name == "for":
        if not is_object:
            raise w.fault(faults.FOR_TUPLE_KEY, frame.mark)
        frame.name = "for-key"
        w.keep()
        return "operand"
    if is_object and frame.name == "for" and (kind in {"}", "..."} or w.is_word("if")):
        raise w.fault(faults.FOR_OBJECT_KEY, frame.mark)
    if kind == "...":
        if not is_object:
            raise w.fault(faults.FOR_TUPLE_GROUP)
        w.keep()
    if w.is_word("if"):
        frame.name = "for-if"
        w.keep()
        return "operand"
    return "for-if"


def _end_for(w: Walk) -> str:
    if not w.close("}" if w.kinds[w.frames[-1].opener] == "{" else "]"):
        raise w.fault(faults.FOR_EXTRA)
    return "operator"


STATES: Mapping[str, Callable[[Walk], str | None]] = {
    "operand": _operand,
    "operator": _operator,
    "all": _end_all,
    "yes": _end_yes,
    "no": _end_no,
    "parentheses": _end_parentheses,
    "call": _end_argument,
    "tuple": _end_item,
    "index": _end_index,
    "key": _end_key,
    "value": _end_value,
    "for-in": _end_collection,
    "for": _end_for_value,
    "for-key": _end_for_value,
    "for-if": _end_for,
}
