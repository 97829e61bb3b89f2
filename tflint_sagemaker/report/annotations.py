"""Annotations: the report for formats that have only level, place, title and text.

All texts are plain: one line each, with nothing in them that a terminal or a CI service obeys, or
that XML forbids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import disable_commands, escape_controls
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
class Annotation:
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
        return _clean(self.at.source.path) if self.at else ""

    @property
    def details(self) -> tuple[str, ...]:
        """Lines for those who want more than the message."""
        hint = (f"help: {self.hint}",) if self.hint else ()
        return (*hint, f"address: {self.address}") if self.address else hint


def _clean(text: str) -> str:
    return disable_commands(escape_controls(text))


def list_annotations(report: Report) -> Iterator[Annotation]:
    """Yield an annotation for each finding, then for each error."""
    for finding in report.findings:
        rule, problem = finding.rule, finding.problem
        yield Annotation(
            rule.code,
            rule.severity,
            problem.at,
            _clean(problem.message),
            rule,
            _clean(problem.hint) if problem.hint else None,
            _clean(finding.address) if finding.address else None,
        )
    for error in report.errors:
        hint = _clean(error.hint) if error.hint else None
        yield Annotation(UNREAD, Severity.ERROR, error.span, _clean(error.message), None, hint)
    for failure in report.failures:
        message = _clean(failure.message)
        address = _clean(failure.address) if failure.address else None
        yield Annotation(BROKEN, Severity.ERROR, failure.at, message, address=address)
