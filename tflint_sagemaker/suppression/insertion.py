"""Comments that leave out what is found: where they would have to be written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker import hcl
from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.rule.problem import Edit, Fix
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tflint_sagemaker.hcl.syntax import Attribute, Body
    from tflint_sagemaker.rule.results import Finding

NATIVE = (".tf", ".tofu")
HEREDOC = lazy_regex(r"<<-?\w+\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment is to stand: above a line, or at its end. Lines count from 1."""

    source: Source
    line: int
    above: bool

    @property
    def text(self) -> str:
        """The line."""
        return self.source.line(self.line)


def ignored(findings: Iterable[Finding], reason: str | None) -> tuple[Finding, ...]:
    """The findings, each with the comment that leaves it out as its fix, if one can be written.

    A comment stands above the block or at the end of the first line of the attribute that a
    finding is about, as `terraform fmt` wants it, and names all that is found there. There are
    none in JSON and in files of values: there it is the resource that gets the comment, if that
    is written in HCL.
    """
    findings = tuple(findings)
    codes: dict[Place, set[str]] = defaultdict(set)
    places: list[Place | None] = []
    parsed: dict[Span, Block | None] = {}
    for finding in findings:
        spans = (finding.problem.at, finding.subject)
        at = next((one for one in spans if one and one.source.path.endswith(NATIVE)), None)
        place = _place(at, parsed) if at else None
        places.append(place)
        if place:
            codes[place].add(finding.rule.code)
    comments = {place: _comment(place, codes, reason) for place in codes}
    return tuple(
        replace(finding, problem=replace(finding.problem, fix=comments[place] if place else None))
        for finding, place in zip(findings, places, strict=True)
    )


def _comment(place: Place, codes: Mapping[Place, set[str]], reason: str | None) -> Fix:
    source, text = place.source, place.text
    why = f" -- {reason}" if reason else ""
    comment = f"# tflint-sagemaker: ignore[{', '.join(sorted(codes[place]))}]{why}"
    start = source.line_starts()[place.line - 1]
    if place.above:
        indent = text[: len(text) - len(text.lstrip(" \t"))]
        end = "\r\n" if "\r\n" in source.text else "\n"
        return Fix("leave it out", (Edit(Span(source, start, start), f"{indent}{comment}{end}"),))
    written = text.rstrip()
    behind = Span(source, start + len(written), start + len(text))
    blanks = " " * (_column(place, codes) - len(written))
    return Fix("leave it out", (Edit(behind, f"{blanks}{comment}"),))


def _column(place: Place, codes: Mapping[Place, set[str]]) -> int:
    """Where the comment begins: in one column with those on the lines around it."""
    widest = len(place.text.rstrip())
    for step in (-1, 1):
        line = place.line + step
        while (other := Place(place.source, line, above=False)) in codes:
            widest = max(widest, len(other.text.rstrip()))
            line += step
    return widest + 1


def _place(at: Span, parsed: dict[Span, Block | None]) -> Place:
    """The line of the innermost attribute or block that a place is in."""
    item: Attribute | Block | None = None
    for chunk in hcl.slice_file(at.source).chunks:
        if chunk.span.start <= at.start < chunk.span.end:
            if chunk.span not in parsed:
                try:
                    parsed[chunk.span] = hcl.parse(chunk)
                except InputError:
                    parsed[chunk.span] = None
            block = parsed[chunk.span]
            item = block and _innermost(block, at.start)
            break
    first = item.span.first if item else at.first
    line = at.source.line(first.line)
    alone = not line[: first.column - 1].strip()
    above = item is None or (isinstance(item, Block) and alone) or bool(HEREDOC.search(line))
    return Place(at.source, first.line, above)


def _innermost(block: Block, offset: int) -> Attribute | Block:
    """The attribute or block in a block, or itself, that an offset is in."""
    item = _inside(block.body, offset)
    if item is None:
        return block
    return _innermost(item, offset) if isinstance(item, Block) else item


def _inside(body: Body, offset: int) -> Attribute | Block | None:
    items: tuple[Attribute | Block, ...] = (*body.attributes, *body.blocks)
    return next((item for item in items if item.span.start <= offset < item.span.end), None)
