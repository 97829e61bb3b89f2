"""Runs the selected rules on one configuration and collects the results."""

from __future__ import annotations

import traceback
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.engine.filters import is_excluded
from tflint_sagemaker.engine.postprocess import mask_secrets
from tflint_sagemaker.engine.serialization import Decoder, Encoder
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.live.aws import LiveTask
from tflint_sagemaker.rule.fixes import spelled
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.rule.results import CheckFailure, Finding, UndecidedCheck
from tflint_sagemaker.sagemaker import schema_paths
from tflint_sagemaker.sagemaker.model import Model
from tflint_sagemaker.sagemaker.related_resources import RelatedResources
from tflint_sagemaker.sagemaker.schema import find_violations, is_fitting
from tflint_sagemaker.sagemaker.secrets import mask_text
from tflint_sagemaker.sagemaker.subjects import find_subjects
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.engine.rule_selection import RuleSelection
    from tflint_sagemaker.hcl.text import InputError
    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.sagemaker.summary import ModelSketch
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.values import Step


@dataclass(slots=True)
class ConfigurationResult:
    """The results of one configuration; `complete` is false if an internal error interrupted it.

    `tasks` are the live checks to run, each with the module calls that lead to its subject.
    `paths` is what the evaluation read or probed, see `Configuration.list_read_paths`.
    """

    findings: list[Finding] = field(default_factory=list)
    undecided: list[UndecidedCheck] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    failures: list[CheckFailure] = field(default_factory=list)
    models: int = 0
    sketches: list[ModelSketch] = field(default_factory=list)
    tasks: list[tuple[LiveTask, tuple[Step, ...]]] = field(default_factory=list)
    complete: bool = True
    paths: frozenset[tuple[str, str]] = frozenset()

    def encode(self, readable: Collection[str]) -> Any:
        """Return the result as JSON values, without tasks and sketches; see `serialization`."""
        encoder = Encoder()
        data = [
            [encoder.encode_finding(one) for one in self.findings],
            [encoder.encode_undecided(one) for one in self.undecided],
            [encoder.encode_error(one) for one in self.errors],
            [encoder.encode_failure(one) for one in self.failures],
            self.models,
            self.complete,
            sorted(self.paths),
        ]
        return [encoder.encode_sources(readable), *data]

    @classmethod
    def decode(cls, data: Any, sources: Mapping[str, Source]) -> ConfigurationResult:
        """Return the result that was encoded; `sources` has those whose text is not in it."""
        encoded, findings, undecided, errors, failures, models, complete, paths = data
        decoder = Decoder(encoded, sources.__getitem__)
        return cls(
            findings=[decoder.decode_finding(one) for one in findings],
            undecided=[decoder.decode_undecided(one) for one in undecided],
            errors=[decoder.decode_error(one) for one in errors],
            failures=[decoder.decode_failure(one) for one in failures],
            models=models,
            complete=complete,
            paths=frozenset((kind, path) for kind, path in paths),
        )


@dataclass(slots=True)
class CheckRunner:
    """Runs checks under the same settings and collects what they yield in `result`.

    `calls` are the module calls that lead to a subject, by its address.
    """

    settings: Settings
    calls: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    result: ConfigurationResult = field(default_factory=ConfigurationResult)

    def run(self, rule: Rule, subject: Any, check: Any) -> None:
        """Run one check on one subject; an exception affects only this check."""
        try:
            for problem in check(subject):
                self.record(rule, subject, problem)
        except Undecided as undecided:
            self.record(rule, subject, undecided.reason)
        except Exception:  # noqa: BLE001 - the other checks still run
            self.record(rule, subject, traceback.format_exc())

    def run_schema(self, rule: Rule, model: Model) -> None:
        """Validate a model against the schema of a rule, at each path of the rule."""
        assert rule.schema is not None
        for path in rule.at:
            for place in schema_paths.find_places(model, path):
                if not is_fitting(rule.schema, place):
                    self.run(rule, place, partial(_find_violations, rule))

    def record(self, rule: Rule, subject: Any, outcome: Problem | Unknown | str) -> None:
        """Add the outcome of a check: a problem, an unknown value, or the traceback of a bug."""
        address, at = subject.address, subject.span
        match outcome:
            case Problem() if getattr(subject, "exists", True) or rule.structural:
                calls = self.calls.get(address or "", ())
                finding = Finding(rule, address, mask_secrets(outcome), at, calls)
                self.result.findings.append(finding)
            case Problem():
                doubt = Unknown(f"whether this block will exist is not known ({outcome.message})")
                self._add_undecided(UndecidedCheck(rule, address, doubt, outcome.at))
            case Unknown():
                reason = replace(outcome, reason=mask_text(outcome.reason))
                self._add_undecided(UndecidedCheck(rule, address, reason, at))
            case _:
                self.result.failures.append(CheckFailure(rule, address, outcome, at))

    def _add_undecided(self, check: UndecidedCheck) -> None:
        if not is_excluded(check.at, self.settings):
            self.result.undecided.append(check)


def run_checks(
    configuration: Configuration,
    settings: Settings,
    selection: RuleSelection,
    *,
    describe: bool = False,
) -> ConfigurationResult:
    """Run every selected rule on every subject of a configuration, and return the results.

    With `describe` the result has a summary of each model. An internal error outside of the rules
    costs the rest of this configuration and nothing else.
    """
    runner = CheckRunner(settings)
    try:
        _run_all(runner, configuration, selection, describe=describe)
    except Exception:  # noqa: BLE001 - the other configurations are still linted
        runner.result.complete = False
        start = Span(Source(display_path(configuration.root.directory), ""), 0, 0)
        failure = CheckFailure(None, None, traceback.format_exc(), start)
        runner.result.failures.append(failure)
    return runner.result


def _run_all(
    runner: CheckRunner,
    configuration: Configuration,
    selection: RuleSelection,
    *,
    describe: bool,
) -> None:
    related = RelatedResources(configuration)
    models = tuple(related.models.values())
    result = runner.result
    result.models = sum(model.exists for model in models)
    runner.calls = {model.address: model.calls for model in models}
    subject_runner = _SubjectRunner(runner, selection, related)
    for subject in find_subjects(related):
        subject_runner.run(subject)
    result.errors += [
        error for error in configuration.errors if not is_excluded(error.span, runner.settings)
    ]
    result.paths = configuration.list_read_paths()
    if describe:
        from tflint_sagemaker.sagemaker.summary import sketches

        result.sketches += sketches(configuration, models)


class _SubjectRunner:
    """Runs all rules that apply to a subject of one configuration."""

    def __init__(
        self, runner: CheckRunner, selection: RuleSelection, related: RelatedResources
    ) -> None:
        self._runner = runner
        self._selection = selection
        self._related = related

    def run(self, subject: Any) -> None:
        """Run every rule that applies to the subject.

        A model without instances is only checked for what Terraform refuses in any case: no
        other check could be undecided about a model that will not exist.
        """
        runner = self._runner
        address = getattr(subject, "address", None) or ""
        model = self._related.models.get(address)
        missing = model is not None and not model.exists
        for rule, check in self._selection.get_checks(runner.settings, subject):
            if missing and not rule.structural:
                continue
            if rule.live:
                owner = self._related.find_model_or_endpoint(address)
                task = LiveTask(rule, check, subject, owner)
                runner.result.tasks.append((task, runner.calls.get(address, ())))
            elif isinstance(subject, Model) and rule.schema is not None:
                runner.run_schema(rule, subject)
            else:
                runner.run(rule, subject, check)


def _find_violations(rule: Rule, place: schema_paths.Place) -> Iterator[Problem]:
    assert rule.schema is not None
    for violation in find_violations(rule.schema, place):
        fix = spelled(violation)
        yield Problem(violation.span, violation.message, violation.hint, violation.related, fix)
