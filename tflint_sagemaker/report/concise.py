"""One line a finding, for editors, `grep` and narrow logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import Ink, disable_commands, escape_controls, paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.results import Report


def render(report: Report, *, colour: bool = False, undecided: bool = False) -> str:
    """`file:line:column: CODE message`, nothing else; empty if there is nothing to say."""
    lines = _list_lines(report, colour=colour, undecided=undecided)
    return disable_commands("".join(f"{line}\n" for line in lines))


def _list_lines(report: Report, *, colour: bool, undecided: bool) -> Iterator[str]:
    def format_line(at: Span | None, label: str, ink: Ink, message: str) -> str:
        where = f"{paint(_format_place(at), Ink.STRONG, colour=colour)}: " if at else ""
        return f"{where}{paint(label, ink, colour=colour)} {escape_controls(message)}"

    for finding in report.findings:
        rule, problem = finding.rule, finding.problem
        yield format_line(problem.at, rule.code, Ink.get_for(rule.severity), problem.message)
    if undecided:
        for question in report.undecided:
            label = f"undecided: {question.rule.code}"
            yield format_line(question.at, label, Ink.FRAME, question.reason.reason)
    for error in report.errors:
        yield format_line(error.span, "error:", Ink.ERROR, error.message)
    for failure in report.failures:
        yield format_line(failure.at, "error:", Ink.ERROR, failure.message)


def _format_place(at: Span) -> str:
    """Return the place. GitHub Actions would run a line that starts with `::`, as a path may."""
    text = escape_controls(str(at))
    return f"./{text}" if text.startswith(":") else text
