"""The grammar of templates: `${ … }`, `%{ … }` and the text between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors as faults
from tflint_sagemaker.hcl.expressions import for_names
from tflint_sagemaker.hcl.walk import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.walk import Names, Walk


def _template(w: Walk) -> str:
    template = w.templates[-1]
    i = w.i
    kind = w.kinds[i]
    if kind == "text":
        if template.opener >= 0 and w.kinds[template.opener] == '"':
            w.check_escapes(i)
        template.parts.append(Part("text", w.starts[i], w.ends[i]))
        w.i += 1
        return "template"
    if kind == "${":
        w.i += 1
        return _sequence(w, "interpolation", i)
    if kind == "%{":
        return _directive(w, i)
    if kind == "close":
        return _close_template(w)
    raise w.fault(faults.UNCLOSED_TEMPLATE)


def _sequence(w: Walk, name: str, opener: int, names: Names = ()) -> str:
    """Start on the expression of a sequence; it gets a shadow of its own."""
    w.open_quiet(name, opener)
    w.peek()
    start = w.starts[w.i]
    w.frames[-1].mark = start
    w.frames[-1].names = names
    w.outs.append((w.out, w.at))
    w.out, w.at = [], start
    return "operand"


def _end_sequence(w: Walk) -> str:
    kind = w.peek()
    if kind != "end":
        template = w.templates[-1]
        if kind in {"eof", "close"} or (
            kind in {"string", '"'} and w.kinds[template.opener] == '"'
        ):
            raise w.fault(faults.UNCLOSED_INTERPOLATION, template.opener + 1)
        raise w.fault(faults.EXTRA_IN_SEQUENCE)
    frame = w.frames.pop()
    w.newlines.pop()
    w.outline.expressions.append((frame.mark, "".join(w.out)))
    w.out, w.at = w.outs.pop()
    kind = "for" if frame.name == "for-each" else frame.name
    return _add_part(w, kind, frame.opener, frame.mark, frame.names)


def _directive(w: Walk, opener: int) -> str:
    w.newlines.append(False)
    w.i += 1
    keyword = w.word(w.i) if w.peek() == "name" else ""
    if keyword not in {"if", "else", "endif", "for", "endfor"}:
        raise w.fault(faults.DIRECTIVE_REQUIRED)
    w.i += 1
    names = _directive_names(w) if keyword == "for" else ()
    kind = w.peek()
    w.newlines.pop()
    if keyword in {"if", "for"}:
        return _sequence(w, "for-each" if names else "if", opener, names)
    if kind != "end":
        raise w.fault(faults.EXTRA_IN_SEQUENCE)
    return _add_part(w, keyword, opener, -1, ())


def _directive_names(w: Walk) -> Names:
    out, at = w.out, w.at
    w.out = []
    names = for_names(w, faults.FOR_NAME)
    w.out, w.at = out, at
    if not w.is_word("in"):
        raise w.fault(faults.FOR_IN)
    w.i += 1
    return names


def _add_part(w: Walk, kind: str, opener: int, expression: int, names: Names) -> str:
    template = w.templates[-1]
    i = w.i
    _balance(w, template.directives, kind, opener)
    template.parts.append(
        Part(
            kind,
            w.starts[opener],
            w.ends[i],
            expression,
            names,
            trims_before=w.ends[opener] - w.starts[opener] == 3,
            trims_after=w.ends[i] - w.starts[i] == 2,
        )
    )
    w.i += 1
    return "template"


def _balance(w: Walk, open_directives: list[str], kind: str, opener: int) -> None:
    if kind in {"if", "for"}:
        open_directives.append(kind)
        return
    if kind == "interpolation":
        return
    expected = {"else": {"if"}, "endif": {"if", "else"}, "endfor": {"for"}}[kind]
    if not open_directives or open_directives[-1] not in expected:
        raise w.fault(faults.unexpected_directive(kind), opener)
    if kind == "else":
        open_directives[-1] = "else"
    else:
        open_directives.pop()


def _close_template(w: Walk) -> str:
    template = w.templates.pop()
    if template.directives:
        raise w.fault(faults.UNCLOSED_DIRECTIVE)
    i, opener = w.i, template.opener
    start, end = w.starts[max(opener, 0)], w.ends[i]
    w.i += 1
    w.outline.templates[start] = (end, template.parts)
    if opener < 0:
        return "all"
    w.blot_literal(start, end)
    return "operator"


STATES: Mapping[str, Callable[[Walk], str | None]] = {
    "template": _template,
    "interpolation": _end_sequence,
    "if": _end_sequence,
    "for-each": _end_sequence,
}
