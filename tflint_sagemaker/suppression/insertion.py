"""Inserts suppression comments: computes where they go and what they contain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import reader
from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.rule.problem import Edit, Fix
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tflint_sagemaker.hcl.syntax import Attribute, Body
    from tflint_sagemaker.rule.results import Finding

NATIVE = (".tf", ".tofu")
HEREDOC = compile_later(r"<<-?\w+\s*$")


@dataclass(frozen=True, slots=True)
class CommentPlace:
    """The place of a new comment: above a line, or at its end. Lines count from 1."""

    source: Source
    line: int
    above: bool

    @property
    def text(self) -> str:
        """The text of the line."""
        return self.source.get_line(self.line)


def add_ignore_comments(findings: Iterable[Finding], reason: str | None) -> tuple[Finding, ...]:
    """Return the findings, each with a fix that inserts a suppression comment, if possible.

    The comment goes above the block or at the end of the first line of the attribute of a
    finding, formatted as `terraform fmt` does, and names all rules with findings there. In JSON
    and in files of values no comment is possible; the resource gets it, if that is in HCL.
    """
    findings = tuple(findings)
    codes: dict[CommentPlace, set[str]] = defaultdict(set)
    places: list[CommentPlace | None] = []
    parsed: dict[Span, Block | None] = {}
    for finding in findings:
        spans = (finding.problem.at, finding.subject)
        at = next((one for one in spans if one and one.source.path.endswith(NATIVE)), None)
        place = _find_place(at, parsed) if at else None
        places.append(place)
        if place:
            codes[place].add(finding.rule.code)
    comments = {place: _make_fix(place, codes, reason) for place in codes}
    return tuple(
        replace(finding, problem=replace(finding.problem, fix=comments[place] if place else None))
        for finding, place in zip(findings, places, strict=True)
    )


def _make_fix(
    place: CommentPlace, codes: Mapping[CommentPlace, set[str]], reason: str | None
) -> Fix:
    source, text = place.source, place.text
    why = f" -- {reason}" if reason else ""
    comment = f"# tflint-sagemaker: ignore[{', '.join(sorted(codes[place]))}]{why}"
    start = source.find_line_starts()[place.line - 1]
    if place.above:
        indent = text[: len(text) - len(text.lstrip(" \t"))]
        end = "\r\n" if "\r\n" in source.text else "\n"
        return Fix(
            "suppress the finding", (Edit(Span(source, start, start), f"{indent}{comment}{end}"),)
        )
    written = text.rstrip()
    behind = Span(source, start + len(written), start + len(text))
    blanks = " " * (_find_column(place, codes) - len(written))
    return Fix("suppress the finding", (Edit(behind, f"{blanks}{comment}"),))


def _find_column(place: CommentPlace, codes: Mapping[CommentPlace, set[str]]) -> int:
    """Return the column of the comment: the same as of the new comments on the lines around it."""
    widest = len(place.text.rstrip())
    for step in (-1, 1):
        line = place.line + step
        while (other := CommentPlace(place.source, line, above=False)) in codes:
            widest = max(widest, len(other.text.rstrip()))
            line += step
    return widest + 1


def _find_place(at: Span, parsed: dict[Span, Block | None]) -> CommentPlace:
    """Return the place for a comment on the innermost attribute or block around a span."""
    item: Attribute | Block | None = None
    for chunk in reader.slice_file(at.source).chunks:
        if chunk.span.start <= at.start < chunk.span.end:
            if chunk.span not in parsed:
                try:
                    parsed[chunk.span] = reader.parse(chunk)
                except InputError:
                    parsed[chunk.span] = None
            block = parsed[chunk.span]
            item = block and _find_innermost(block, at.start)
            break
    first = item.span.first if item else at.first
    line = at.source.get_line(first.line)
    alone = not line[: first.column - 1].strip()
    above = item is None or (isinstance(item, Block) and alone) or bool(HEREDOC.search(line))
    return CommentPlace(at.source, first.line, above)


def _find_innermost(block: Block, offset: int) -> Attribute | Block:
    """Return the innermost attribute or block around an offset, or the block itself."""
    item = _find_item_at(block.body, offset)
    if item is None:
        return block
    return _find_innermost(item, offset) if isinstance(item, Block) else item


def _find_item_at(body: Body, offset: int) -> Attribute | Block | None:
    items: tuple[Attribute | Block, ...] = (*body.attributes, *body.blocks)
    return next((item for item in items if item.span.start <= offset < item.span.end), None)
