"""Serialization of results to plain JSON values, for the result cache and between processes.

Spans refer to their source by number. A source is its path, and its text unless the reader can
read the text from the file of that path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.definition import RuleInfo, Severity
from tflint_sagemaker.rule.problem import Edit, Fix, Problem
from tflint_sagemaker.rule.results import CheckFailure, Finding, SuppressedFinding, UndecidedCheck
from tflint_sagemaker.terraform.diagnostics import Related
from tflint_sagemaker.terraform.values import Step, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Json: TypeAlias = Any


class Encoder:
    """Encodes results; `sources` then has the source of each number."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self._numbers: dict[int, int] = {}

    def encode_sources(self, readable: Collection[str]) -> Json:
        """Return path and text of each source; no text for the paths that the reader can read."""
        return [[one.path, None if one.path in readable else one.text] for one in self.sources]

    def encode_finding(self, one: Finding) -> Json:
        """Return a finding as JSON."""
        calls = [[step.what, self._encode_span(step.span)] for step in one.calls]
        rule = self._encode_rule(one.rule)
        subject = self._encode_span(one.subject)
        return [rule, one.address, self._encode_problem(one.problem), subject, calls, one.fails]

    def encode_suppressed(self, one: SuppressedFinding) -> Json:
        """Return a suppressed finding as JSON."""
        return [self.encode_finding(one.finding), one.by, one.reason]

    def encode_undecided(self, one: UndecidedCheck) -> Json:
        """Return an undecided check as JSON, with the reason and its span."""
        reason = [one.reason.reason, self._encode_span(one.reason.span)]
        return [self._encode_rule(one.rule), one.address, reason, self._encode_span(one.at)]

    def encode_error(self, one: InputError) -> Json:
        """Return an error about the input as JSON."""
        return [one.message, self._encode_span(one.span), one.hint]

    def encode_failure(self, one: CheckFailure) -> Json:
        """Return an internal error as JSON."""
        rule = None if one.rule is None else self._encode_rule(one.rule)
        return [rule, one.address, one.traceback, self._encode_span(one.at)]

    def _encode_problem(self, one: Problem) -> Json:
        related = [[place.message, self._encode_span(place.span)] for place in one.related]
        fix = None
        if one.fix is not None:
            edits = [[self._encode_span(edit.span), edit.text] for edit in one.fix.edits]
            fix = [one.fix.message, edits, one.fix.safe]
        return [self._encode_span(one.at), one.message, one.hint, related, fix]

    def _encode_rule(self, rule: RuleInfo) -> Json:
        return [rule.code, rule.severity.value]

    def _encode_span(self, span: Span | None) -> Json:
        if span is None:
            return None
        number = self._numbers.setdefault(id(span.source), len(self.sources))
        if number == len(self.sources):
            self.sources.append(span.source)
        return [number, span.start, span.end]


class Decoder:
    """Decodes results. `read_source` gives the source of a path whose text is not encoded."""

    def __init__(self, sources: Json, read_source: Callable[[str], Source]) -> None:
        self._sources = [
            read_source(path) if text is None else Source(path, text) for path, text in sources
        ]
        self._rules: dict[tuple[str, str], RuleInfo] = {}

    def decode_finding(self, data: Json) -> Finding:
        """Return the finding that was encoded."""
        rule, address, problem, subject, calls, fails = data
        steps = tuple(Step(what, self._decode_span(span)) for what, span in calls)
        at = None if subject is None else self._decode_span(subject)
        found = self._decode_problem(problem)
        return Finding(self._decode_rule(rule), address, found, at, steps, fails)

    def decode_suppressed(self, data: Json) -> SuppressedFinding:
        """Return the suppressed finding that was encoded."""
        finding, by, reason = data
        return SuppressedFinding(self.decode_finding(finding), by, reason)

    def decode_undecided(self, data: Json) -> UndecidedCheck:
        """Return the undecided check that was encoded."""
        rule, address, (reason, span), at = data
        unknown = Unknown(reason, None if span is None else self._decode_span(span))
        return UndecidedCheck(self._decode_rule(rule), address, unknown, self._decode_span(at))

    def decode_error(self, data: Json) -> InputError:
        """Return the error that was encoded."""
        message, span, hint = data
        return InputError(message, self._decode_span(span), hint)

    def decode_failure(self, data: Json) -> CheckFailure:
        """Return the internal error that was encoded."""
        rule, address, traceback, at = data
        found = None if rule is None else self._decode_rule(rule)
        return CheckFailure(
            found, address, traceback, None if at is None else self._decode_span(at)
        )

    def _decode_problem(self, data: Json) -> Problem:
        at, message, hint, related, fix = data
        places = tuple(Related(text, self._decode_span(span)) for text, span in related)
        found = None
        if fix is not None:
            edits = tuple(Edit(self._decode_span(span), text) for span, text in fix[1])
            found = Fix(fix[0], edits, fix[2])
        return Problem(self._decode_span(at), message, hint, places, found)

    def _decode_rule(self, data: Json) -> RuleInfo:
        code, severity = data
        if (code, severity) not in self._rules:
            rule = next(rule for rule in registry.rules() if rule.code == code)
            self._rules[code, severity] = rule.with_severity(Severity(severity))
        return self._rules[code, severity]

    def _decode_span(self, data: Json) -> Span:
        number, start, end = data
        return Span(self._sources[number], start, end)
