"""Suppressions at work: which findings comments leave out, and which comments leave out none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.results import SuppressedFinding
from tflint_sagemaker.suppression.comments import MARKS, Directive, Suppression, read
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from tflint_sagemaker.hcl.syntax import Attribute, Body, Comment, File
    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.rule.results import Finding, UndecidedCheck
    from tflint_sagemaker.suppression.comments import Word
    from tflint_sagemaker.terraform.module import Module


@dataclass(frozen=True, slots=True)
class Scoped:
    """A directive and the stretch of its file that it speaks of."""

    directive: Directive
    scope: Span

    def covers(self, places: Iterable[Span]) -> bool:
        """Whether one of the places starts in the stretch."""
        return any(
            place.source is self.scope.source
            and self.scope.start <= place.start < max(self.scope.end, self.scope.start + 1)
            for place in places
        )


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings that stay, those that are left out, and what came of each directive."""

    findings: list[Finding]
    suppressed: list[SuppressedFinding]
    suppressions: list[Suppression]


def directives(modules: Iterable[Module]) -> list[Scoped]:
    """Every comment in the modules' files that speaks to the linter."""
    return [
        Scoped(directive, _scope(directive, file, module))
        for module in modules
        for file in module.files
        if any(mark in file.source.text for mark in MARKS)
        for comment in file.comments
        if (directive := read(comment)) is not None
    ]


def sift(
    findings: Iterable[Finding],
    undecided: Sequence[UndecidedCheck],
    scoped: Sequence[Scoped],
    ran: Callable[[Span], Iterable[Rule]],
    today: date | None,
) -> Sifted:
    """Leave out the findings that comments speak of.

    `ran` gives the rules that ran at a place: a directive about others is not unused. Nor is one
    about a rule that could not decide there, or has had no answer from AWS for anything: what a
    live rule would have said where is not known.
    """
    by_source: dict[Source, list[_Effect]] = defaultdict(list)
    effects = [_Effect.of(one, today) for one in scoped]
    for effect in effects:
        by_source[effect.scoped.scope.source].append(effect)
    kept, suppressed = [], []
    for finding in findings:
        if by_source and (by := _suppressor(finding, by_source)) is not None:
            suppressed.append(SuppressedFinding(finding, "comment", by.reason))
        else:
            kept.append(finding)
    for question in undecided:
        for effect in by_source.get(question.at.source, ()):
            if effect.scoped.covers((question.at,)):
                effect.take(question.rule)
    for rule in {question.rule.code: question.rule for question in undecided}.values():
        for effect in effects if rule.live else ():
            effect.spare(rule)
    outcomes = [
        effect.outcome({rule.code for rule in ran(effect.scoped.scope)}) for effect in effects
    ]
    return Sifted(kept, suppressed, outcomes)


def _suppressor(finding: Finding, by_source: dict[Source, list[_Effect]]) -> Directive | None:
    """The first directive that leaves the finding out; all that would are marked as used."""
    places = finding.places
    first = None
    for source in {place.source: None for place in places}:
        for effect in by_source.get(source, ()):
            if effect.scoped.covers(places) and effect.take(finding.rule):
                first = first or effect.scoped.directive
    return first


@dataclass(slots=True)
class _Effect:
    """What a directive has done so far. `named` are the codes of each rule that it names."""

    scoped: Scoped
    named: dict[Word, frozenset[str]]
    active: bool
    used: set[Word]
    hideable: set[str]

    @classmethod
    def of(cls, scoped: Scoped, today: date | None) -> _Effect:
        directive = scoped.directive
        expired = today is not None and directive.until is not None and directive.until < today
        named = {word: _codes(word.text) for word in directive.words}
        return cls(scoped, named, directive.fault is None and not expired, set(), set())

    def take(self, rule: Rule) -> bool:
        """Whether a finding of the rule, which stands where this speaks, is left out."""
        self.hideable.add(rule.code)
        words = [word for word, codes in self.named.items() if rule.code in codes]
        if not self.active or not words:
            return False
        self.used.update(words)
        return True

    def spare(self, rule: Rule) -> None:
        """What names the rule is not unused, for the rule might have said something."""
        if self.active:
            self.used.update(word for word, codes in self.named.items() if rule.code in codes)

    def outcome(self, ran: set[str]) -> Suppression:
        directive = self.scoped.directive
        ours = () if directive.foreign or directive.fault else directive.words
        return Suppression(
            directive,
            used=tuple(word for word in ours if word in self.used),
            unused=tuple(
                word
                for word in ours
                if self.active and word not in self.used and self.named[word] & ran
            ),
            unknown={word: registry.suggest(word.text) for word in ours if not self.named[word]},
            hideable=tuple(sorted(self.hideable)),
            expired=directive.fault is None and not self.active,
        )


def _codes(word: str) -> frozenset[str]:
    try:
        return frozenset(rule.code for rule in registry.named(word))
    except registry.RegistryError:
        return frozenset()


def _scope(directive: Directive, file: File, module: Module) -> Span:
    """What a directive speaks of: its file, the block or attribute at which it stands, its line."""
    comment = directive.comment
    source = comment.span.source
    if directive.whole_file:
        return Span(source, 0, len(source.text))
    if comment.covers is not None:
        return comment.covers
    below = comment.own_line
    start, end = _lines(comment, below=below)
    for chunk in file.chunks:
        if start <= chunk.span.start < end:
            return chunk.span
        if chunk.span.start < start < chunk.span.end:
            block = module.parse(chunk)
            item = block and _item(block.body, start, end)
            return item.span if item else Span(source, start, end)
        if chunk.span.start >= end:
            return chunk.span if below else Span(source, start, end)
    return Span(source, start, end)


def _lines(comment: Comment, *, below: bool) -> tuple[int, int]:
    """The line of a comment; if it has that to itself, the next that is not blank nor comment."""
    text = comment.span.source.text
    if not below:
        start = text.rfind("\n", 0, comment.span.start) + 1
        return start, _line_end(text, comment.span.end)
    at = _line_end(text, comment.span.end)
    while at < len(text):
        end = _line_end(text, at)
        line = text[at:end].strip()
        if line and not line.startswith(("#", "//")):
            return at, end
        at = end
    return at, at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _item(body: Body, start: int, end: int) -> Attribute | Block | None:
    """The outermost attribute or block in a body that begins between two offsets."""
    for item in _items(body):
        if start <= item.span.start < end:
            return item
        if isinstance(item, Block) and item.span.start < start < item.span.end:
            return _item(item.body, start, end)
    return None


def _items(body: Body) -> Iterator[Attribute | Block]:
    yield from body.attributes
    yield from body.blocks
