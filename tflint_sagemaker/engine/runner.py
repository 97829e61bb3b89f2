"""The questions that rules put to one configuration, and what comes of them."""

from __future__ import annotations

import traceback
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.engine.filters import excluded
from tflint_sagemaker.engine.postprocess import without_secrets
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.live.aws import Task
from tflint_sagemaker.rule.fixes import spelled
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.rule.results import CheckFailure, Finding, UndecidedCheck
from tflint_sagemaker.sagemaker import schema_paths, subjects
from tflint_sagemaker.sagemaker.model import Model
from tflint_sagemaker.sagemaker.schema import fits, violations
from tflint_sagemaker.sagemaker.secrets import masked
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.engine.rule_selection import Rulings
    from tflint_sagemaker.hcl.text import InputError
    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.sagemaker.summary import ModelSketch
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.values import Step


@dataclass(slots=True)
class Part:
    """What has come of one configuration; it is `whole` if nothing of ours broke in between.

    `tasks` are left to be asked of AWS, each with the calls that lead to its subject.
    """

    findings: list[Finding] = field(default_factory=list)
    undecided: list[UndecidedCheck] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    failures: list[CheckFailure] = field(default_factory=list)
    models: int = 0
    sketches: list[ModelSketch] = field(default_factory=list)
    tasks: list[tuple[Task, tuple[Step, ...]]] = field(default_factory=list)
    whole: bool = True


@dataclass(slots=True)
class Asker:
    """Puts questions, under the same settings, and gathers what comes of them in `part`.

    `calls` are the module calls that lead to what has an address.
    """

    settings: Settings
    calls: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    part: Part = field(default_factory=Part)

    def check(self, rule: Rule, subject: Any, check: Any) -> None:
        """Put one question; whatever comes of it costs nothing but its own answer."""
        try:
            for problem in check(subject):
                self.hear(rule, subject, problem)
        except Undecided as undecided:
            self.hear(rule, subject, undecided.reason)
        except Exception:  # noqa: BLE001 - the other configurations are none the worse for it
            self.hear(rule, subject, traceback.format_exc())

    def fragment(self, rule: Rule, model: Model) -> None:
        """Hold a model to a fragment of a schema."""
        assert rule.schema is not None
        for path in rule.at:
            for place in schema_paths.places(model, path):
                if not fits(rule.schema, place):
                    self.check(rule, place, partial(_problems, rule))

    def hear(self, rule: Rule, subject: Any, what: Problem | Unknown | str) -> None:
        """Take note of what came of a question about a subject."""
        address, at = subject.address, subject.span
        match what:
            case Problem() if getattr(subject, "exists", True) or rule.structural:
                calls = self.calls.get(address or "", ())
                finding = Finding(rule, address, without_secrets(what), at, calls)
                self.part.findings.append(finding)
            case Problem():
                doubt = Unknown(f"whether this block will exist is not known ({what.message})")
                self._wonder(UndecidedCheck(rule, address, doubt, what.at))
            case Unknown():
                why = replace(what, reason=masked(what.reason))
                self._wonder(UndecidedCheck(rule, address, why, at))
            case _:
                self.part.failures.append(CheckFailure(rule, address, what, at))

    def _wonder(self, question: UndecidedCheck) -> None:
        if not excluded(question.at, self.settings):
            self.part.undecided.append(question)


def ask(
    configuration: Configuration,
    settings: Settings,
    rulings: Rulings,
    *,
    describe: bool = False,
) -> Part:
    """Put everything in a configuration before every rule that speaks of it.

    A bug of ours in what precedes the rules costs this configuration alone.
    """
    asker = Asker(settings)
    try:
        _ask(asker, configuration, rulings, describe=describe)
    except Exception:  # noqa: BLE001 - the other configurations are none the worse for it
        asker.part.whole = False
        start = Span(Source(display_path(configuration.root.directory), ""), 0, 0)
        asker.part.failures.append(CheckFailure(None, None, traceback.format_exc(), start))
    return asker.part


def _ask(
    asker: Asker,
    configuration: Configuration,
    rulings: Rulings,
    *,
    describe: bool,
) -> None:
    models = subjects.models(configuration)
    asker.part.models = sum(model.exists for model in models)
    asker.calls = {model.address: model.calls for model in models}
    about = _About(asker, rulings, models)
    for subject in subjects.subjects(configuration, models):
        about.ask(subject)
    asker.part.errors += [
        error for error in configuration.errors if not excluded(error.span, asker.settings)
    ]
    if describe:
        from tflint_sagemaker.sagemaker.summary import sketches

        asker.part.sketches += sketches(configuration, models)


class _About:
    """All rules that speak of the subjects of one configuration."""

    def __init__(self, asker: Asker, rulings: Rulings, models: tuple[Model, ...]) -> None:
        self._asker = asker
        self._rulings = rulings
        self._models = {model.address: model for model in models}

    def ask(self, subject: Any) -> None:
        """Put a subject before its rules.

        A resource without instances is held to what Terraform refuses all the same, and to
        nothing else: there is no model of which anything could be undecided.
        """
        asker = self._asker
        address = getattr(subject, "address", None) or ""
        model = self._models.get(address)
        missing = model is not None and not model.exists
        for rule, check in self._rulings.checks(asker.settings, subject):
            if missing and not rule.structural:
                continue
            if rule.live:
                home = subjects.home(address, self._models.values())
                task = Task(rule, check, subject, home)
                asker.part.tasks.append((task, asker.calls.get(address, ())))
            elif isinstance(subject, Model) and rule.schema is not None:
                asker.fragment(rule, subject)
            else:
                asker.check(rule, subject, check)


def _problems(rule: Rule, place: schema_paths.Place) -> Iterator[Problem]:
    assert rule.schema is not None
    for violation in violations(rule.schema, place):
        fix = spelled(violation)
        yield Problem(violation.span, violation.message, violation.hint, violation.related, fix)
