"""The results of a run: findings, undecided checks, failures and the report of them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.text import InputError, Span
    from tflint_sagemaker.rule.definition import RuleInfo, Severity
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.sagemaker.summary import ModelSketch
    from tflint_sagemaker.terraform.values import Step, Unknown

Place: TypeAlias = "tuple[str, int, int]"


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem as the rule and the subject make it: the code cannot be forged.

    `subject` is where the subject begins, and `calls` are the module calls that lead to it.
    `fails` tells whether it is as loud as the settings of its module want it for a failure.
    """

    rule: RuleInfo
    address: str | None
    problem: Problem
    subject: Span | None = None
    calls: tuple[Step, ...] = ()
    fails: bool = True

    @property
    def places(self) -> tuple[Span, ...]:
        """Every place where a comment may speak of it."""
        related = (found.span for found in self.problem.related)
        subject = (self.subject,) if self.subject else ()
        return (self.problem.at, *subject, *related, *(call.span for call in self.calls))


@dataclass(frozen=True, slots=True)
class UndecidedCheck:
    """A rule could not answer for a subject: some value is unknown. `at` is the subject."""

    rule: RuleInfo
    address: str | None
    reason: Unknown
    at: Span


@dataclass(frozen=True, slots=True)
class RequestingIdentity:
    """As whom AWS was asked, and for models in which regions."""

    arn: str
    account: str
    credentials: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LiveSummary:
    """How the requests to AWS went.

    `missing_credentials` holds the reasons for which checks were skipped: no credentials were
    found. `bad_credentials` holds the reasons for which the credentials found were of no use.
    `unanswered` counts the checks that are undecided because AWS did not answer, by the reason.
    """

    asked: tuple[RequestingIdentity, ...] = ()
    missing_credentials: tuple[str, ...] = ()
    bad_credentials: tuple[str, ...] = ()
    unanswered: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """A check that broke: a bug of ours, which cost this rule on this subject and nothing else."""

    rule: RuleInfo | None
    address: str | None
    traceback: str
    at: Span | None = None

    @property
    def message(self) -> str:
        """What to tell the person who met it."""
        what = f"{self.rule.code} {self.rule.name}" if self.rule else "a check"
        return f"{what} failed; this is a bug in tflint-sagemaker"


@dataclass(frozen=True, slots=True)
class SuppressedFinding:
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
    undecided: tuple[UndecidedCheck, ...] = ()
    errors: tuple[InputError, ...] = ()
    failures: tuple[CheckFailure, ...] = ()
    files: int = 0
    modules: int = 0
    models: int = 0
    suppressed: tuple[SuppressedFinding, ...] = ()
    stale: int = 0
    sketches: tuple[ModelSketch, ...] = ()
    live: LiveSummary | None = None

    @classmethod
    def collect(
        cls,
        findings: Iterable[Finding] = (),
        undecided: Iterable[UndecidedCheck] = (),
        errors: Iterable[InputError] = (),
        failures: Iterable[CheckFailure] = (),
        *,
        files: int = 0,
        modules: int = 0,
        models: int = 0,
        suppressed: Iterable[SuppressedFinding] = (),
        sketches: Iterable[ModelSketch] = (),
    ) -> Report:
        """Make a report whose order depends on what was found alone, not on when."""
        by_finding = {_make_finding_key(finding): finding for finding in findings}
        by_question = {_make_undecided_key(question): question for question in undecided}
        by_error = {_make_error_key(error): error for error in errors}
        by_failure = {_make_failure_key(failure): failure for failure in failures}
        return cls(
            findings=tuple(by_finding[key] for key in sorted(by_finding)),
            undecided=tuple(by_question[key] for key in sorted(by_question)),
            errors=tuple(by_error[key] for key in sorted(by_error)),
            failures=tuple(by_failure[key] for key in sorted(by_failure)),
            files=files,
            modules=modules,
            models=models,
            suppressed=tuple(sorted(suppressed, key=lambda one: _make_finding_key(one.finding))),
            sketches=tuple(sorted(sketches, key=lambda sketch: _make_position(sketch.at))),
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


def _make_position(span: Span | None) -> Place:
    return (span.source.path, span.start, span.end) if span else ("", 0, 0)


def _make_finding_key(finding: Finding) -> tuple[Place, str, str, str]:
    problem = finding.problem
    return (_make_position(problem.at), finding.rule.code, problem.message, finding.address or "")


def _make_undecided_key(question: UndecidedCheck) -> tuple[Place, str, str, str]:
    return (
        _make_position(question.at),
        question.rule.code,
        question.reason.reason,
        question.address or "",
    )


def _make_error_key(error: InputError) -> tuple[Place, str]:
    return (_make_position(error.span), error.message)


def _make_failure_key(failure: CheckFailure) -> tuple[Place, str, str, str]:
    code = failure.rule.code if failure.rule else ""
    return (_make_position(failure.at), code, failure.address or "", failure.traceback)
