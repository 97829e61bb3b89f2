"""The grammar of expressions: operands, operators, traversals, calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors
from tflint_sagemaker.hcl.containers import open_object, open_tuple
from tflint_sagemaker.hcl.drafts import TemplateDraft
from tflint_sagemaker.hcl.literals import is_number
from tflint_sagemaker.hcl.tokens import NAMES, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.parser import Parser

_BINARY = frozenset({"==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "&&", "||"})


def _read_operand(p: Parser) -> str:
    kind = p.read_kind()
    i = p.i
    if kind in {"-", "!"}:
        p.signs.append(i - p.first)
        p.i += 1
        return "operand"
    if p.signs:
        p.drafts[-1].signs[i - p.first] = tuple(p.signs)
        p.signs.clear()
    if kind in NAMES:
        return _read_name(p)
    if kind == "string":
        p.check_escapes(i)
        p.take_operand()
        return "operator"
    if kind in NUMBERS:
        if not is_number(p.get_word(i)):
            raise p.make_error(errors.BAD_NUMBER)
        p.take_operand()
        return "operator"
    if kind in {'"', "<<"}:
        p.templates.append(TemplateDraft(kind, i - p.first))
        p.i += 1
        return "template"
    if kind == "(":
        p.open_quiet("parentheses")
        p.take_mark()
        p.start_draft()
        return "operand"
    if kind == "[":
        return open_tuple(p)
    if kind == "{":
        return open_object(p)
    raise p.make_error(errors.NOTHING_THERE if kind == "eof" else errors.VALUE_REQUIRED)


def _read_name(p: Parser) -> str:
    first = last = p.i
    p.i += 1
    kind = p.read_kind()
    if kind not in {"(", "::"}:
        p.i = first
        p.take_operand()
        return "operator"
    while kind == "::":
        p.i += 1
        if p.read_kind() not in NAMES:
            raise p.make_error(errors.FUNCTION_NAME_REQUIRED)
        last = p.i
        p.i += 1
        kind = p.read_kind()
    if kind != "(":
        raise p.make_error(errors.CALL_REQUIRED)
    p.write("_", first, last)
    p.open_quiet("call", first)
    p.take_mark()
    if p.close(")"):
        return "operator"
    p.start_draft()
    return "operand"


def _read_operator(p: Parser) -> str:
    kind = p.read_kind()
    if kind in _BINARY:
        p.take_mark()
        return "operand"
    if kind == ".":
        return _read_dot(p)
    if kind == "[":
        return _open_index(p)
    if kind == "?":
        p.open("yes")
        p.take_mark()
        p.start_draft()
        return "operand"
    return p.constructs[-1].state


def _read_dot(p: Parser) -> str:
    p.take_mark()
    kind = p.read_kind()
    if kind in NAMES:
        p.take_operand()
        return "operator"
    if kind in NUMBERS:
        _read_legacy_index(p)
        return "operator"
    if kind != "*":
        raise p.make_error(errors.NAME_AFTER_DOT)
    p.take_operand()
    while p.read_kind() == ".":
        p.take_mark()
        kind = p.read_kind()
        if kind in NUMBERS:
            _read_legacy_index(p)
        elif kind in NAMES:
            p.take_operand()
        else:
            raise p.make_error(errors.NESTED_SPLAT if kind == "*" else errors.NAME_AFTER_DOT)
    return "operator"


def _read_legacy_index(p: Parser) -> None:
    if p.kinds[p.i] == "decimal":
        raise p.make_error(errors.LEGACY_INDEX_CHAIN)
    if not is_number(p.get_word(p.i)):
        raise p.make_error(errors.BAD_NUMBER)
    p.take_operand()


def _open_index(p: Parser) -> str:
    opener = p.i
    p.take_mark()
    # Terraform expects the star before it ignores newlines.
    if p.read_kind() != "*":
        p.open_quiet("index", opener)
        p.start_draft()
        return "operand"
    p.take_operand()
    if p.read_kind() != "]":
        raise p.make_error(errors.SPLAT_OPEN)
    p.take_mark()
    return "operator"


def _end_index(p: Parser) -> str:
    p.finish_inner()
    if not p.close("]"):
        raise p.make_error(errors.INDEX_OPEN)
    return "operator"


def _end_yes(p: Parser) -> str:
    p.finish_inner()
    if p.read_kind() != ":":
        raise p.make_error(errors.COLON_REQUIRED)
    p.take_mark()
    p.constructs[-1].state = "no"
    p.start_draft()
    return "operand"


def _end_no(p: Parser) -> str:
    p.finish_inner()
    p.constructs.pop()
    return p.constructs[-1].state


def _end_argument_value(p: Parser) -> None:
    """End the value of an argument of a block; the grammar of bodies checks what follows."""
    p.constructs.pop()
    p.finish_draft()


def _end_text(p: Parser) -> None:
    """End a text that is one expression."""
    if p.read_kind() != "eof":
        raise p.make_error(errors.EXTRA_CHARACTERS)
    p.finish_draft()


def _end_parentheses(p: Parser) -> str:
    p.finish_inner()
    if not p.close(")"):
        raise p.make_error(errors.PARENTHESIS_OPEN)
    return "operator"


def _end_call_argument(p: Parser) -> str:
    p.finish_inner()
    if p.close(")"):
        return "operator"
    kind = p.read_kind()
    if kind == "...":
        dots = p.i
        p.take_mark()
        if not p.close(")"):
            raise p.make_error(errors.AFTER_EXPANSION, dots)
        return "operator"
    if kind != ",":
        raise p.make_unclosed_error(errors.ARGUMENT_COMMA, errors.CALL_OPEN)
    comma = p.i
    p.i += 1
    if p.close(")"):
        return "operator"
    p.write(",", comma, comma)
    p.start_draft()
    return "operand"


STATES: Mapping[str, Callable[[Parser], str | None]] = {
    "operand": _read_operand,
    "operator": _read_operator,
    "argument": _end_argument_value,
    "text": _end_text,
    "yes": _end_yes,
    "no": _end_no,
    "parentheses": _end_parentheses,
    "call": _end_call_argument,
    "index": _end_index,
}
