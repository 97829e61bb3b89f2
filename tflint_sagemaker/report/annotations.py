"""What is to be told, for formats that know only level, place, title and text.

All texts are plain: one line each, with nothing in them that a terminal or a CI service obeys, or
that XML forbids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import inert, visible
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.definition import RuleInfo
    from tflint_sagemaker.rule.results import Report

UNREAD = "input-error"
BROKEN = "internal-error"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding, a place that cannot be read, or a check that broke; `rule` only of a finding."""

    name: str
    level: Severity
    at: Span | None
    message: str
    rule: RuleInfo | None = None
    hint: str | None = None
    address: str | None = None

    @property
    def title(self) -> str:
        """Code and name of the rule, or what else it is."""
        return f"{self.rule.code} {self.rule.name}" if self.rule else self.name.replace("-", " ")

    @property
    def path(self) -> str:
        """The file, as it is shown; empty if there is none."""
        return _plain(self.at.source.path) if self.at else ""

    @property
    def details(self) -> tuple[str, ...]:
        """Lines for those who want more than the message."""
        hint = (f"help: {self.hint}",) if self.hint else ()
        return (*hint, f"address: {self.address}") if self.address else hint


def _plain(text: str) -> str:
    return inert(visible(text))


def entries(report: Report) -> Iterator[Entry]:
    """All that is to be told, findings first."""
    for finding in report.findings:
        rule, problem = finding.rule, finding.problem
        yield Entry(
            rule.code,
            rule.severity,
            problem.at,
            _plain(problem.message),
            rule,
            _plain(problem.hint) if problem.hint else None,
            _plain(finding.address) if finding.address else None,
        )
    for error in report.errors:
        hint = _plain(error.hint) if error.hint else None
        yield Entry(UNREAD, Severity.ERROR, error.span, _plain(error.message), None, hint)
    for failure in report.failures:
        message = _plain(failure.message)
        address = _plain(failure.address) if failure.address else None
        yield Entry(BROKEN, Severity.ERROR, failure.at, message, address=address)
