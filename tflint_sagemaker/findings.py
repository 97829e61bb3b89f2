"""What a run comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.text import InputError, Span
    from tflint_sagemaker.live.aws import Course
    from tflint_sagemaker.rule import Finding, Rule, Severity, Undecidable
    from tflint_sagemaker.sagemaker.sketch import ModelSketch

Place: TypeAlias = "tuple[str, int, int]"


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that broke: a bug of ours, which cost this rule on this subject and nothing else."""

    rule: Rule | None
    address: str | None
    traceback: str
    at: Span | None = None

    @property
    def message(self) -> str:
        """What to tell the person who met it."""
        what = f"{self.rule.code} {self.rule.name}" if self.rule else "a check"
        return f"{what} failed; this is a bug in tflint-sagemaker"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that was asked not to be told: by what, and for which reason."""

    finding: Finding
    by: Literal["comment", "configuration", "baseline"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a run found, did not decide, could not read or broke on.

    `collect` is the way to make one: it sorts by place and drops what is said twice. `stale` are
    the entries of a baseline whose findings are mended. `live` tells how asking AWS went, None if
    nobody wanted that.
    """

    findings: tuple[Finding, ...] = ()
    undecided: tuple[Undecidable, ...] = ()
    errors: tuple[InputError, ...] = ()
    failures: tuple[Failure, ...] = ()
    files: int = 0
    modules: int = 0
    models: int = 0
    suppressed: tuple[Suppressed, ...] = ()
    stale: int = 0
    sketches: tuple[ModelSketch, ...] = ()
    live: Course | None = None

    @classmethod
    def collect(
        cls,
        findings: Iterable[Finding] = (),
        undecided: Iterable[Undecidable] = (),
        errors: Iterable[InputError] = (),
        failures: Iterable[Failure] = (),
        *,
        files: int = 0,
        modules: int = 0,
        models: int = 0,
        suppressed: Iterable[Suppressed] = (),
        sketches: Iterable[ModelSketch] = (),
    ) -> Report:
        """Make a report whose order depends on what was found alone, not on when."""
        by_finding = {_finding_key(finding): finding for finding in findings}
        by_question = {_undecided_key(question): question for question in undecided}
        by_error = {_error_key(error): error for error in errors}
        by_failure = {_failure_key(failure): failure for failure in failures}
        return cls(
            findings=tuple(by_finding[key] for key in sorted(by_finding)),
            undecided=tuple(by_question[key] for key in sorted(by_question)),
            errors=tuple(by_error[key] for key in sorted(by_error)),
            failures=tuple(by_failure[key] for key in sorted(by_failure)),
            files=files,
            modules=modules,
            models=models,
            suppressed=tuple(sorted(suppressed, key=lambda one: _finding_key(one.finding))),
            sketches=tuple(sorted(sketches, key=lambda sketch: _place(sketch.at))),
        )

    @property
    def status(self) -> int:
        """The exit code, with what each module's own settings say of what fails."""
        return self.exit_code(None) or int(any(finding.fails for finding in self.findings))

    def exit_code(self, fail_on: Severity | None) -> int:
        """0: nothing as loud as `fail_on`; 1: something; 2: the job could not be done in full."""
        if self.errors or self.failures:
            return 2
        if fail_on is None:
            return 0
        return int(any(finding.rule.severity.rank <= fail_on.rank for finding in self.findings))


def _place(span: Span | None) -> Place:
    return (span.source.path, span.start, span.end) if span else ("", 0, 0)


def _finding_key(finding: Finding) -> tuple[Place, str, str, str]:
    problem = finding.problem
    return (_place(problem.at), finding.rule.code, problem.message, finding.address or "")


def _undecided_key(question: Undecidable) -> tuple[Place, str, str, str]:
    return (_place(question.at), question.rule.code, question.reason.reason, question.address or "")


def _error_key(error: InputError) -> tuple[Place, str]:
    return (_place(error.span), error.message)


def _failure_key(failure: Failure) -> tuple[Place, str, str, str]:
    code = failure.rule.code if failure.rule else ""
    return (_place(failure.at), code, failure.address or "", failure.traceback)
