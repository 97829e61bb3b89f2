"""Matches suppression comments with findings, and finds the comments that suppress nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.results import SuppressedFinding
from tflint_sagemaker.suppression.comments import MARKS, Directive, Suppression, read_comment
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from tflint_sagemaker.hcl.chunks import Comment, File
    from tflint_sagemaker.hcl.syntax import Attribute, Body
    from tflint_sagemaker.rule.definition import RuleInfo
    from tflint_sagemaker.rule.results import Finding, UndecidedCheck
    from tflint_sagemaker.suppression.comments import Word
    from tflint_sagemaker.terraform.module import Module


@dataclass(frozen=True, slots=True)
class ScopedDirective:
    """A directive and the part of its file that it applies to."""

    directive: Directive
    scope: Span

    def is_for(self, places: Iterable[Span]) -> bool:
        """Return whether one of the places starts in the scope."""
        return any(
            place.source is self.scope.source
            and self.scope.start <= place.start < max(self.scope.end, self.scope.start + 1)
            for place in places
        )


def read_directives(modules: Iterable[Module]) -> list[ScopedDirective]:
    """Return every suppression comment in the files of the modules."""
    return [
        ScopedDirective(directive, _find_scope(directive, file, module))
        for module in modules
        for file in module.files
        if any(mark in file.source.text for mark in MARKS)
        for comment in file.comments
        if (directive := read_comment(comment)) is not None
    ]


class CommentFilter:
    """Suppresses the findings that comments name, and records which comments are used.

    A directive with an end date applies until `today`, or always if that is None.
    """

    def __init__(self, directives: Iterable[ScopedDirective], today: date | None) -> None:
        self._states = [_DirectiveState.create(one, today) for one in directives]
        self._by_source: dict[Source, list[_DirectiveState]] = defaultdict(list)
        for state in self._states:
            self._by_source[state.scoped.scope.source].append(state)

    def suppress(self, finding: Finding) -> SuppressedFinding | None:
        """Return the suppressed finding; every directive that matches it counts as used."""
        if not self._by_source:
            return None
        places = finding.places
        first: Directive | None = None
        for source in {place.source: None for place in places}:
            for state in self._by_source.get(source, ()):
                if state.scoped.is_for(places) and state.match(finding.rule):
                    first = first or state.scoped.directive
        return SuppressedFinding(finding, "comment", first.reason) if first else None

    def make_suppressions(
        self,
        undecided: Sequence[UndecidedCheck],
        find_executed: Callable[[Span], Iterable[RuleInfo]],
    ) -> list[Suppression]:
        """Return what each directive did, once all findings are filtered.

        `find_executed` returns the rules that ran on a file: a directive for other rules is not
        unused. Neither is one for a check that is undecided there, nor one for a live rule that
        has no response from AWS for any subject: its findings are unknown.
        """
        for check in undecided:
            for state in self._by_source.get(check.at.source, ()):
                if state.scoped.is_for((check.at,)):
                    state.match(check.rule)
        for rule in {check.rule.code: check.rule for check in undecided}.values():
            for state in self._states if rule.live else ():
                state.mark_used(rule)
        return [
            state.make_suppression({rule.code for rule in find_executed(state.scoped.scope)})
            for state in self._states
        ]


@dataclass(slots=True)
class _DirectiveState:
    """The state of a directive during a run. `codes` are those that each of its words names."""

    scoped: ScopedDirective
    codes: dict[Word, frozenset[str]]
    active: bool
    used: set[Word]
    hideable: set[str]

    @classmethod
    def create(cls, scoped: ScopedDirective, today: date | None) -> _DirectiveState:
        directive = scoped.directive
        expired = today is not None and directive.until is not None and directive.until < today
        codes = {word: _find_codes(word.text) for word in directive.words}
        return cls(scoped, codes, directive.fault is None and not expired, set(), set())

    def match(self, rule: RuleInfo) -> list[Word]:
        """Record a finding of the rule in the scope; return the words that suppress it."""
        self.hideable.add(rule.code)
        return self.mark_used(rule)

    def mark_used(self, rule: RuleInfo) -> list[Word]:
        """Count the words that name the rule as used, and return them."""
        words = [word for word, codes in self.codes.items() if rule.code in codes]
        words = words if self.active else []
        self.used.update(words)
        return words

    def make_suppression(self, executed: set[str]) -> Suppression:
        directive = self.scoped.directive
        ours = () if directive.foreign or directive.fault else directive.words
        return Suppression(
            directive,
            used=tuple(word for word in ours if word in self.used),
            unused=tuple(
                word
                for word in ours
                if self.active and word not in self.used and self.codes[word] & executed
            ),
            unknown={word: registry.suggest(word.text) for word in ours if not self.codes[word]},
            hideable=tuple(sorted(self.hideable)),
            expired=directive.fault is None and not self.active,
        )


def _find_codes(word: str) -> frozenset[str]:
    """Return the codes of the rules that a word names, none if it is unknown."""
    try:
        return frozenset(rule.code for rule in registry.named(word))
    except registry.RegistryError:
        return frozenset()


def _find_scope(directive: Directive, file: File, module: Module) -> Span:
    """Return the scope of a directive: its file, its block or attribute, or its line."""
    comment = directive.comment
    source = comment.span.source
    if directive.whole_file:
        return Span(source, 0, len(source.text))
    if comment.covers is not None:
        return comment.covers
    below = comment.own_line
    start, end = _find_lines(comment, below=below)
    for chunk in file.chunks:
        if start <= chunk.span.start < end:
            return chunk.span
        if chunk.span.start < start < chunk.span.end:
            block = module.parse(chunk)
            item = block and _find_item(block.body, start, end)
            return item.span if item else Span(source, start, end)
        if chunk.span.start >= end:
            return chunk.span if below else Span(source, start, end)
    return Span(source, start, end)


def _find_lines(comment: Comment, *, below: bool) -> tuple[int, int]:
    """Return the line of a comment; for `below` the next line with code, as start and end."""
    text = comment.span.source.text
    if not below:
        start = text.rfind("\n", 0, comment.span.start) + 1
        return start, _find_line_end(text, comment.span.end)
    at = _find_line_end(text, comment.span.end)
    while at < len(text):
        end = _find_line_end(text, at)
        line = text[at:end].strip()
        if line and not line.startswith(("#", "//")):
            return at, end
        at = end
    return at, at


def _find_line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _find_item(body: Body, start: int, end: int) -> Attribute | Block | None:
    """Return the outermost attribute or block in a body that starts between two offsets."""
    items: tuple[Attribute | Block, ...] = (*body.attributes, *body.blocks)
    for item in items:
        if start <= item.span.start < end:
            return item
        if isinstance(item, Block) and item.span.start < start < item.span.end:
            return _find_item(item.body, start, end)
    return None
