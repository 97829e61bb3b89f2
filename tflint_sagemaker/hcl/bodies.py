"""The grammar of bodies: arguments, blocks, what ends a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors as faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.walk import Walk


def _body(w: Walk) -> str | None:
    kind = w.peek()
    if kind == "newline":
        w.i += 1
        return "body"
    if kind == "name":
        return _body_item(w)
    if kind == "}" and w.frames:
        return _close_block(w)
    if kind == "eof":
        if not w.frames:
            return None
        raise w.fault(faults.UNCLOSED_BLOCK, w.frames[-1].opener)
    if kind in {"string", '"'}:
        raise w.fault(faults.QUOTED_NAME)
    raise w.fault(faults.ITEM_REQUIRED)


def _body_item(w: Walk) -> str:
    i = w.i
    after = w.kinds[i + 1]
    if after == "=":
        name = w.word(i)
        first = w.names[-1].setdefault(name, i)
        if first != i:
            line = w.place(w.starts[first], w.ends[first]).first.line
            raise w.fault(faults.redefined(name, line))
        return _argument(w, "attribute")
    if after in {"string", '"', "{", "name"}:
        return _header(w)
    raise w.fault(faults.EQUALS_REQUIRED)


def _argument(w: Walk, frame: str) -> str:
    w.open(frame)
    w.blot()
    w.keep()
    return "operand"


def _end_line(w: Walk) -> None:
    if w.kinds[w.i] == "newline":
        w.write(w.starts[w.i], w.starts[w.i] + 1, "\n")
        w.i += 1


def _end_attribute(w: Walk) -> str:
    kind = w.peek()
    if kind not in {"newline", "eof"}:
        raise w.fault(faults.COMMA_AFTER_ARGUMENT if kind == "," else faults.NEWLINE_REQUIRED)
    _end_line(w)
    w.frames.pop()
    return "body"


def _header(w: Walk) -> str:
    w.blot()
    while (kind := w.kinds[w.i]) != "{":
        if kind == "name":
            w.blot()
        elif kind == "string":
            w.check_escapes(w.i)
            w.blot()
        elif kind == '"':
            _label(w)
        elif kind == "=":
            raise w.fault(faults.BLOCK_WITH_EQUALS)
        elif kind == "newline":
            after = w.i
            while w.kinds[after] == "newline":
                after += 1
            has_brace = w.kinds[after] == "{"
            raise w.fault(faults.BRACE_ON_NEXT_LINE if has_brace else faults.EQUALS_OR_BRACE)
        else:
            raise w.fault(faults.BRACE_REQUIRED)
    w.open("block")
    w.names.append({})
    w.keep()
    if w.kinds[w.i] in {"newline", "eof", "}"}:
        return "body"
    return _single_argument(w)


def _label(w: Walk) -> None:
    start = w.starts[w.i]
    while w.kinds[w.i + 1] == "text":
        w.i += 1
        w.check_escapes(w.i)
    w.i += 1
    kind = w.kinds[w.i]
    if kind in {"${", "%{"}:
        raise w.fault(faults.TEMPLATE_IN_LABEL)
    if kind != "close":
        raise w.fault(faults.UNCLOSED_STRING)
    end = w.ends[w.i]
    w.blot_literal(start, end)
    w.i += 1


def _single_argument(w: Walk) -> str:
    if w.kinds[w.i] != "name":
        raise w.fault(faults.ITEM_REQUIRED)
    after = w.kinds[w.i + 1]
    if after == "=":
        return _argument(w, "single")
    if after in {"string", '"', "{", "name"}:
        raise w.fault(faults.BLOCK_ON_ONE_LINE)
    raise w.fault(faults.EQUALS_REQUIRED)


def _end_single(w: Walk) -> str:
    w.frames.pop()
    kind = w.peek()
    if kind == "}":
        return _close_block(w)
    if kind == "eof":
        raise w.fault(faults.UNCLOSED_BLOCK, w.frames[-1].opener)
    raise w.fault(faults.ONE_LINE_BLOCK_OPEN if kind == "newline" else faults.ONE_LINE_BLOCK)


def _close_block(w: Walk) -> str:
    w.keep()
    w.frames.pop()
    w.names.pop()
    if w.kinds[w.i] not in {"newline", "eof"}:
        raise w.fault(faults.NEWLINE_AFTER_BLOCK)
    _end_line(w)
    return "body"


STATES: Mapping[str, Callable[[Walk], str | None]] = {
    "body": _body,
    "attribute": _end_attribute,
    "single": _end_single,
}
