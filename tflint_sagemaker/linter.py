"""How the line runs: modules to subjects, subjects through rules, rules to a report."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker import registry
from tflint_sagemaker.findings import Failure, Report
from tflint_sagemaker.rule import Edit, Finding, Fix, Problem, Undecidable
from tflint_sagemaker.sagemaker import schema, subjects
from tflint_sagemaker.sagemaker.model import Model
from tflint_sagemaker.sagemaker.provider import schemas
from tflint_sagemaker.terraform.expand import Configuration
from tflint_sagemaker.terraform.module import Inputs, Module, load
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tflint_sagemaker.discovery import Target
    from tflint_sagemaker.hcl.text import InputError, Span
    from tflint_sagemaker.rule import Rule
    from tflint_sagemaker.settings import Settings


def lint(targets: Sequence[Target], settings: Settings) -> Report:
    """Lint modules, each with all that it calls.

    A target that another target calls is linted through its callers only, with the arguments
    that they give. Raises RegistryError if the settings name a rule that is not there.
    """
    run = _Run(registry.select(settings.select, settings.ignore))
    inputs = Inputs(
        environment=settings.environment,
        var_files=settings.var_files,
        variables=tuple(settings.variables.items()),
        workspace=settings.workspace,
    )
    modules: dict[Path, Module] = {}

    def load_module(directory: Path) -> Module:
        if directory not in modules:
            modules[directory] = load(directory, shown)
        return modules[directory]

    configurations = {
        target.directory: Configuration(
            load_module(target.directory),
            inputs,
            schemas(),
            load_module,
            data=subjects.DATA,
        )
        for target in targets
    }
    for configuration in _roots(configurations):
        run.configuration(configuration)
    return run.report(_asked_for(targets), len(modules))


def shown(path: Path) -> str:
    """The path as people see it: from the working directory, with forward slashes."""
    return os.path.relpath(path).replace(os.sep, "/")


def _roots(configurations: dict[Path, Configuration]) -> list[Configuration]:
    """The configurations that none of the others calls."""
    called = {
        directory
        for root, configuration in configurations.items()
        for directory in configuration.modules
        if directory != root
    }
    roots = [found for root, found in configurations.items() if root not in called]
    return roots or list(configurations.values())


def _asked_for(targets: Sequence[Target]) -> frozenset[str] | None:
    """The files, as shown, whose findings are wanted; None for all."""
    files: set[str] = set()
    for target in targets:
        if target.report is None:
            return None
        files |= {shown(path) for path in target.report}
    return frozenset(files)


@dataclass(slots=True)
class _Run:
    """What has come out so far."""

    rules: tuple[Rule, ...]
    findings: list[Finding] = field(default_factory=list)
    undecided: list[Undecidable] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    models: int = 0

    def configuration(self, configuration: Configuration) -> None:
        """Put everything in a configuration before every rule that speaks of it."""
        models = subjects.models(configuration)
        self.models += sum(model.exists for model in models)
        for subject in subjects.subjects(configuration, models):
            for rule in self.rules:
                if rule.schema is not None:
                    if isinstance(subject, Model):
                        self._fragment(rule, subject)
                elif rule.on is not None and isinstance(subject, rule.on):
                    self._check(rule, subject, rule.check)
        self.errors.extend(configuration.errors)

    def _fragment(self, rule: Rule, model: Model) -> None:
        for path in rule.at:
            for place in schema.places(model, path):
                self._check(rule, place, lambda place: _problems(rule, place))

    def _check(self, rule: Rule, subject: Any, check: Any) -> None:
        """Put one question; whatever comes of it costs nothing but its own answer."""
        try:
            for problem in check(subject):
                self._found(rule, subject, problem)
        except Undecided as undecided:
            self.undecided.append(
                Undecidable(rule, subject.address, undecided.reason, subject.span)
            )
        except Exception:  # noqa: BLE001 - a broken rule must not take the others with it
            broken = traceback.format_exc()
            self.failures.append(Failure(rule, subject.address, broken, subject.span))

    def _found(self, rule: Rule, subject: Any, problem: Problem) -> None:
        if getattr(subject, "exists", True) or rule.structural:
            self.findings.append(Finding(rule, subject.address, problem))
            return
        reason = Unknown(f"whether this block will exist is not known ({problem.message})")
        self.undecided.append(Undecidable(rule, subject.address, reason, problem.at))

    def report(self, asked_for: frozenset[str] | None, modules: int) -> Report:
        """The report of all that has come out, of the files asked for alone."""

        def wanted(at: Span) -> bool:
            return asked_for is None or at.source.path in asked_for

        return Report.collect(
            _once(found for found in self.findings if wanted(found.problem.at)),
            [question for question in self.undecided if wanted(question.at)],
            [error for error in self.errors if wanted(error.span)],
            self.failures,
            modules=modules,
            models=self.models,
        )


def _problems(rule: Rule, place: schema.Place) -> Iterator[Problem]:
    assert rule.schema is not None
    for violation in schema.violations(rule.schema, place):
        fix = _spelling(violation)
        yield Problem(violation.span, violation.message, violation.hint, violation.related, fix)


def _spelling(violation: schema.Violation) -> Fix | None:
    """The right spelling, if the wrong one is written just there and not brought from elsewhere."""
    meant, written = violation.replacement, violation.span.text
    if meant is None or violation.related or written.casefold() != f'"{meant}"'.casefold():
        return None
    return Fix(f"write `{meant}`", (Edit(violation.span, f'"{meant}"'),))


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for what many instances of a block share."""
    seen: set[tuple[str, Span, str]] = set()
    for finding in findings:
        key = (finding.rule.code, finding.problem.at, finding.problem.message)
        if key not in seen:
            seen.add(key)
            yield finding
