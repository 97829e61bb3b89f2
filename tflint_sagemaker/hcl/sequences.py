"""The grammar of templates: `${ … }`, `%{ … }` and the text between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors
from tflint_sagemaker.hcl.containers import read_for_names
from tflint_sagemaker.hcl.drafts import PartDraft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.drafts import Draft
    from tflint_sagemaker.hcl.parser import Parser

_DIRECTIVES = frozenset({"if", "else", "endif", "for", "endfor"})


def _read_template(p: Parser) -> str:
    template = p.templates[-1]
    i = p.i
    kind = p.kinds[i]
    if kind == "text":
        if template.opener == '"':
            p.check_escapes(i)
        template.parts.append(PartDraft("text", i - p.first, i - p.first))
        p.i += 1
        return "template"
    if kind == "${":
        p.i += 1
        return _open_sequence(p, "interpolation", i)
    if kind == "%{":
        return _read_directive(p, i)
    if kind == "close":
        return _close_template(p)
    raise p.make_error(errors.UNCLOSED_TEMPLATE)


def _open_sequence(p: Parser, state: str, opener: int, names: tuple[int, ...] = ()) -> str:
    """Begin the expression of a sequence."""
    p.open_quiet(state, opener)
    p.constructs[-1].names = names
    p.start_draft()
    return "operand"


def _end_sequence(p: Parser) -> str:
    kind = p.read_kind()
    if kind != "end":
        template = p.templates[-1]
        if kind in {"eof", "close"} or (kind in {"string", '"'} and template.opener == '"'):
            first_part = p.first + template.first + bool(template.opener)
            raise p.make_error(errors.UNCLOSED_INTERPOLATION, first_part)
        raise p.make_error(errors.EXTRA_IN_SEQUENCE)
    construct = p.constructs.pop()
    p.newlines.pop()
    kind = "for" if construct.state == "for-each" else construct.state
    return _add_part(p, kind, construct.opener, p.finish_draft(), construct.names)


def _read_directive(p: Parser, opener: int) -> str:
    p.newlines.append(False)
    p.i += 1
    keyword = p.read_kind()
    if keyword not in _DIRECTIVES:
        raise p.make_error(errors.DIRECTIVE_REQUIRED)
    p.i += 1
    names = _read_directive_names(p) if keyword == "for" else ()
    kind = p.read_kind()
    p.newlines.pop()
    if keyword in {"if", "for"}:
        return _open_sequence(p, "for-each" if names else "if", opener, names)
    if kind != "end":
        raise p.make_error(errors.EXTRA_IN_SEQUENCE)
    return _add_part(p, keyword, opener, None, ())


def _read_directive_names(p: Parser) -> tuple[int, ...]:
    names = read_for_names(p)
    if p.read_kind() != "in":
        raise p.make_error(errors.FOR_IN)
    p.i += 1
    return tuple(name - p.first for name in names)


def _add_part(
    p: Parser, kind: str, opener: int, expression: Draft | None, names: tuple[int, ...]
) -> str:
    template = p.templates[-1]
    i = p.i
    _match_directive(p, template.directives, kind, opener)
    template.parts.append(
        PartDraft(
            kind,
            opener - p.first,
            i - p.first,
            expression,
            names,
            trims_before=p.ends[opener] - p.starts[opener] == 3,
            trims_after=p.ends[i] - p.starts[i] == 2,
        )
    )
    p.i += 1
    return "template"


def _match_directive(p: Parser, open_directives: list[str], kind: str, opener: int) -> None:
    if kind in {"if", "for"}:
        open_directives.append(kind)
        return
    if kind == "interpolation":
        return
    expected = {"else": {"if"}, "endif": {"if", "else"}, "endfor": {"for"}}[kind]
    if not open_directives or open_directives[-1] not in expected:
        raise p.make_error(errors.make_directive_fault(kind), opener)
    if kind == "else":
        open_directives[-1] = "else"
    else:
        open_directives.pop()


def _close_template(p: Parser) -> str:
    template = p.templates.pop()
    if template.directives:
        raise p.make_error(errors.UNCLOSED_DIRECTIVE)
    template.last = p.i - p.first
    draft = p.drafts[-1]
    draft.inner[len(draft.words)] = template
    p.write("_", p.first + template.first, p.i)
    p.i += 1
    return "operator" if template.opener else "text"


STATES: Mapping[str, Callable[[Parser], str | None]] = {
    "template": _read_template,
    "interpolation": _end_sequence,
    "if": _end_sequence,
    "for-each": _end_sequence,
}
