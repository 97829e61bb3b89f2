"""The report for people: each finding with the lines it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.snippet import format_place, measure_gutter, render_snippet
from tflint_sagemaker.report.summary import summarize
from tflint_sagemaker.report.text import Ink, disable_commands, escape_controls, paint
from tflint_sagemaker.report.undecided_hints import suggest_hint
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import InputError, Span
    from tflint_sagemaker.rule.results import CheckFailure, Finding, Report, UndecidedCheck


def render(
    report: Report, *, colour: bool = False, width: int = 100, undecided: bool = False
) -> str:
    """Return the whole report; with `undecided`, also each undecided check."""
    page = _Page(colour=colour, width=width)
    parts = [page.render_finding(finding) for finding in report.findings]
    if undecided:
        parts += [page.render_undecided(question) for question in report.undecided]
    parts += [page.render_error(error) for error in report.errors]
    parts += [page.render_failure(failure) for failure in report.failures]
    text = "".join("\n".join(part) + "\n\n" for part in parts)
    return disable_commands(text) + paint(summarize(report), Ink.STRONG, colour=colour) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """How wide and in what colours; one method for each kind of entry."""

    colour: bool
    width: int

    def render_finding(self, finding: Finding) -> Iterator[str]:
        """Write a finding: headline, snippet, related places, hint and address."""
        rule, problem = finding.rule, finding.problem
        ink = Ink.get_for(rule.severity)
        spans = [problem.at, *(related.span for related in problem.related)]
        gutter = measure_gutter(spans)
        label = f"{rule.severity.value}[{rule.code}]"
        yield f"{self.paint(label, ink)} {self.highlight(f'{rule.name}: {problem.message}')}"
        yield from self.render_place(problem.at, ink, "^", gutter)
        for related in problem.related:
            yield f"{self.paint('note', Ink.NOTICE)}: {escape_controls(related.message)}"
            yield from self.render_place(related.span, Ink.NOTICE, "-", gutter)
        yield from self.render_remarks(gutter, hint=problem.hint, address=finding.address)

    def render_undecided(self, question: UndecidedCheck) -> Iterator[str]:
        """Write an undecided check with the reason."""
        rule, reason = question.rule, question.reason
        span = reason.span or question.at
        gutter = measure_gutter([span])
        label = self.paint(f"undecided[{rule.code}]", Ink.FRAME)
        yield f"{label} {self.highlight(f'{rule.name}: {reason.reason}')}"
        yield from self.render_place(span, Ink.FRAME, "^", gutter)
        yield from self.render_remarks(
            gutter, hint=suggest_hint(reason.reason), address=question.address
        )

    def render_error(self, error: InputError) -> Iterator[str]:
        """Write an error about the input."""
        gutter = measure_gutter([error.span])
        yield f"{self.paint('error', Ink.ERROR)}: {self.highlight(error.message)}"
        yield from self.render_place(error.span, Ink.ERROR, "^", gutter)
        yield from self.render_remarks(gutter, hint=error.hint)

    def render_failure(self, failure: CheckFailure) -> Iterator[str]:
        """Write an internal error."""
        yield f"{self.paint('error', Ink.ERROR)}: {self.highlight(failure.message)}"
        gutter = measure_gutter([failure.at] if failure.at else [])
        if failure.at:
            yield from self.render_place(failure.at, Ink.ERROR, "^", gutter)
        yield from self.render_remarks(gutter, address=failure.address)

    def render_place(self, span: Span, ink: Ink, mark: str, gutter: int) -> Iterator[str]:
        """Write the place and its lines."""
        yield format_place(span, gutter=gutter, colour=self.colour)
        yield from render_snippet(
            span, mark=mark, ink=ink, width=self.width, gutter=gutter, colour=self.colour
        )

    def render_remarks(
        self, gutter: int, *, hint: str | None = None, address: str | None = None
    ) -> Iterator[str]:
        """Write the hint and the address."""
        lead = self.paint(f"{'':>{gutter}} =", Ink.FRAME)
        if hint or address:
            yield self.paint(f"{'':>{gutter}} |", Ink.FRAME)
        if hint:
            yield f"{lead} {self.highlight('help')}: {escape_controls(hint)}"
        if address:
            yield f"{lead} {self.highlight('address')}: {escape_controls(address)}"

    def paint(self, text: str, ink: Ink) -> str:
        """Return the text in a color, if colors are on."""
        return paint(text, ink, colour=self.colour)

    def highlight(self, text: str) -> str:
        """Bold text with control characters escaped."""
        return self.paint(escape_controls(text), Ink.STRONG)
