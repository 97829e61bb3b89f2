"""How the line runs: modules to subjects, subjects through rules, rules to a report."""

from __future__ import annotations

import posixpath
import traceback
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tflint_sagemaker import suppression
from tflint_sagemaker.discovery import shown
from tflint_sagemaker.findings import Failure, Report, Suppressed
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.heard import Heard, carried, carried_error, carried_reason, carried_steps
from tflint_sagemaker.jobs import helpers
from tflint_sagemaker.leaving_out import LeftOut, excluded
from tflint_sagemaker.live.aws import Task
from tflint_sagemaker.mending import spelled
from tflint_sagemaker.records import dataclass
from tflint_sagemaker.roots import load_roots
from tflint_sagemaker.rule import Finding, Problem, Undecidable
from tflint_sagemaker.rulings import Rulings
from tflint_sagemaker.sagemaker import places, subjects
from tflint_sagemaker.sagemaker.model import Model
from tflint_sagemaker.sagemaker.schema import fits, violations
from tflint_sagemaker.sagemaker.secrets import masked
from tflint_sagemaker.settings import Settings
from tflint_sagemaker.silence import Silence
from tflint_sagemaker.telling import asked_for, once, shared, with_calls, without_secrets
from tflint_sagemaker.terraform.values import Step, Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from tflint_sagemaker.discovery import Target
    from tflint_sagemaker.hcl.text import InputError
    from tflint_sagemaker.heard import Place
    from tflint_sagemaker.live.aws import Live
    from tflint_sagemaker.remembering import Memory
    from tflint_sagemaker.roots import Lookup
    from tflint_sagemaker.rule import Rule
    from tflint_sagemaker.sagemaker.sketch import ModelSketch
    from tflint_sagemaker.suppression import Scoped
    from tflint_sagemaker.terraform.expand import Configuration
    from tflint_sagemaker.terraform.module import Module


def lint(
    targets: Sequence[Target],
    settings: Settings | Lookup,
    overlay: Mapping[Path, str] | None = None,
    *,
    watch: Callable[[int, int], None] | None = None,
    describe: bool = False,
    live: Live | None = None,
    memory: Memory | None = None,
    jobs: int | None = 1,
) -> Report:
    """Lint modules, each with all that it calls.

    A target that another target calls is linted through its callers only, with the arguments
    that they give. Settings that differ are given by a function of a root module's directory.
    `overlay` is text that takes the place of files, by their absolute paths. `watch` is told how
    many configurations of how many are done, and `describe` asks for a sketch of each model.
    `memory` has what an earlier run with the same settings knew. Rules that ask AWS run only with
    `live`, when all others have run. `jobs` is how many processes may share the work of a run
    that has neither, None for as many as are worth it. Raises RegistryError if the settings name
    a rule that is not there.
    """
    lookup = settings if callable(settings) else lambda _: settings
    if memory is not None:
        memory.begin()
        memory = None if describe or live is not None else memory
    run = _Run(describe=describe, rulings=Rulings(live=live is not None), memory=memory)
    roots, modules = load_roots(targets, lookup, overlay, memory)
    if memory is not None:
        run.place = memory.modules.moved()
    told = [lookup(configuration.root.directory) for configuration in roots]
    for one in told:
        run.rulings.rules(one)

    def work(number: int) -> Part:
        part = _Run(describe=describe, rulings=run.rulings, memory=memory, place=run.place)
        return part.fenced(roots[number], told[number])

    weights = [sum(len(file.source.text) for file in one.root.files) for one in roots]
    count = helpers(jobs, weights) if live is None and memory is None else 0
    parts = _parts(work, weights, count, modules, watch)
    for configuration, one, part in zip(roots, told, parts, strict=True):
        run.take(part, configuration, one)
    if live is not None:
        run.ask(live)
    if roots and run.settings.suppress:
        run.suppress(suppression.directives(modules.values()), run.settings.today)
    if memory is not None and not run.failures and not memory.end():
        return lint(targets, settings, overlay, watch=watch)
    run.findings, run.suppressed = run.left_out.sift(run.findings, run.suppressed)
    return run.report(asked_for(targets), len(modules))


def _parts(
    work: Callable[[int], Part],
    weights: Sequence[int],
    count: int,
    modules: Mapping[Path, Module],
    watch: Callable[[int, int], None] | None,
) -> list[Part]:
    """What has come of each configuration, with so many other processes to help."""
    if count:
        from tflint_sagemaker.parcels import Parcels
        from tflint_sagemaker.spread import spread

        sources = [file.source for module in modules.values() for file in module.files]
        return spread(work, weights, count, lambda: Parcels(sources), watch)
    parts = []
    for number in range(len(weights)):
        if watch is not None:
            watch(number, len(weights))
        parts.append(work(number))
    return parts


@dataclass(frozen=True, slots=True)
class Part:
    """What has come of one configuration; it is `whole` if nothing of ours broke in between."""

    findings: list[Finding]
    undecided: list[Undecidable]
    errors: list[InputError]
    failures: list[Failure]
    models: int
    sketches: list[ModelSketch]
    tasks: list[tuple[Task, Settings, tuple[Step, ...]]]
    whole: bool


def _here(span: Span) -> Span:
    return span


@dataclass(slots=True)
class _Run:
    """What has come out so far."""

    rulings: Rulings = field(default_factory=Rulings)
    settings: Settings = field(default_factory=Settings)
    settings_of: dict[str, Settings] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Suppressed] = field(default_factory=list)
    undecided: list[Undecidable] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    models: int = 0
    describe: bool = False
    sketches: list[ModelSketch] = field(default_factory=list)
    calls: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)
    tasks: list[tuple[Task, Settings, tuple[Step, ...]]] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    memory: Memory | None = None
    place: Place = _here
    heard: list[Heard] = field(default_factory=list)

    def fenced(self, configuration: Configuration, settings: Settings) -> Part:
        """Lint a configuration; a bug of ours in what precedes the rules costs this one alone."""
        whole = True
        try:
            self.configuration(configuration, settings)
        except Exception:  # noqa: BLE001 - the other configurations are none the worse for it
            whole = False
            start = Span(Source(shown(configuration.root.directory), ""), 0, 0)
            self.failures.append(Failure(None, None, traceback.format_exc(), start))
        return Part(
            self.findings,
            self.undecided,
            self.errors,
            self.failures,
            self.models,
            self.sketches,
            self.tasks,
            whole,
        )

    def take(self, part: Part, configuration: Configuration, settings: Settings) -> None:
        """Add what has come of a configuration, here or in another process."""
        self.settings = settings
        self.findings += [self.left_out.judge(found, settings) for found in part.findings]
        self.undecided += part.undecided
        self.errors += part.errors
        self.failures += part.failures
        self.models += part.models
        self.sketches += part.sketches
        self.tasks += part.tasks
        if part.whole:
            for directory in configuration.modules:
                self.settings_of.setdefault(shown(directory), settings)

    def configuration(self, configuration: Configuration, settings: Settings) -> None:
        """Put everything in a configuration before every rule that speaks of it.

        A resource without instances is held to what Terraform refuses all the same, and to
        nothing else: there is no model of which anything could be undecided.
        """
        self.settings = settings
        models = subjects.models(configuration)
        self.models += sum(model.exists for model in models)
        self.calls = {model.address: model.calls for model in models}
        absent = {model.address for model in models if not model.exists}
        silence = Silence(configuration)
        for subject in subjects.subjects(configuration, models):
            recalled = self.memory.recall(configuration, subject) if self.memory else None
            for heard in recalled or ():
                self._tell(heard)
            if recalled is not None:
                continue
            self.heard, configuration.looked = [], set()
            address = getattr(subject, "address", None) or ""
            missing = address in absent
            for rule, check in silence.broken(subject, self.rulings.checks(settings, subject)):
                if missing and not rule.structural:
                    continue
                if rule.live:
                    task = Task(rule, check, subject, subjects.home(address, models))
                    self.tasks.append((task, settings, self.calls.get(address, ())))
                elif isinstance(subject, Model) and rule.schema is not None:
                    self._fragment(rule, subject)
                else:
                    self._check(rule, subject, check)
            if self.memory is not None:
                around = models[0].around if models else None
                self.memory.keep(configuration, subject, tuple(self.heard), around)
        self.errors += [
            carried_error(one, self.place)
            for one in configuration.errors
            if not excluded(one.span, settings)
        ]
        if self.describe:
            from tflint_sagemaker.sagemaker.sketch import sketches

            self.sketches += sketches(configuration, models)

    def ask(self, live: Live) -> None:
        """Put what is to be asked of AWS, and take the outcomes in the order of the tasks."""
        outcomes = live.run([task for task, _, _ in self.tasks])
        for (task, settings, calls), outcome in zip(self.tasks, outcomes, strict=True):
            rule, subject = task.rule, task.subject
            self.settings, self.calls = settings, {subject.address or "": calls}
            if outcome.skipped:
                self.skipped.add(rule.code)
            for problem in outcome.problems:
                self._hear(rule, subject, problem)
            for rest in (outcome.undecided, outcome.broken):
                if rest is not None:
                    self._hear(rule, subject, rest)

    def _fragment(self, rule: Rule, model: Model) -> None:
        assert rule.schema is not None
        for path in rule.at:
            for place in places.places(model, path):
                if not fits(rule.schema, place):
                    self._check(rule, place, partial(_problems, rule))

    def _check(self, rule: Rule, subject: Any, check: Any) -> None:
        """Put one question; whatever comes of it costs nothing but its own answer."""
        try:
            for problem in check(subject):
                self._hear(rule, subject, problem)
        except Undecided as undecided:
            self._hear(rule, subject, undecided.reason)
        except Exception:  # noqa: BLE001 - a broken rule must not take the others with it
            self._hear(rule, subject, traceback.format_exc())

    def _hear(self, rule: Rule, subject: Any, what: Problem | Unknown | str) -> None:
        exists = getattr(subject, "exists", True)
        heard = Heard(rule, subject.address, subject.span, exists, what)
        if self.memory is not None:
            self.heard.append(heard)
        self._tell(heard)

    def _tell(self, heard: Heard) -> None:
        """Take up what was heard: a finding, a question left open, a check that broke."""
        rule, address, at, what = heard.rule, heard.address, self.place(heard.span), heard.what
        match what:
            case Problem() if heard.exists or rule.structural:
                told = without_secrets(carried(what, self.place))
                calls = carried_steps(self.calls.get(address or "", ()), self.place)
                found = Finding(rule, address, told, at, calls)
                self.findings.append(self.left_out.judge(found, self.settings))
            case Problem():
                doubt = Unknown(f"whether this block will exist is not known ({what.message})")
                self._wonder(Undecidable(rule, address, doubt, self.place(what.at)))
            case Unknown():
                why, words = carried_reason(what, self.place), masked(what.reason)
                why = why if words == why.reason else replace(why, reason=words)
                self._wonder(Undecidable(rule, address, why, at))
            case _:
                self.failures.append(Failure(rule, address, what, at))

    def _wonder(self, question: Undecidable) -> None:
        if not excluded(question.at, self.settings):
            self.undecided.append(question)

    def suppress(self, scoped: Sequence[Scoped], today: date | None) -> None:
        """Leave out what comments ask to be left out, and put the comments before their rules."""

        def ran(at: Span) -> Iterable[Rule]:
            rules = self.rulings.rules(self.rulings.at(self._told_for(at), at))
            return [rule for rule in rules if rule.code not in self.skipped]

        sifted = suppression.sift(self.findings, self.undecided, scoped, ran, today)
        self.findings, self.suppressed = sifted.findings, sifted.suppressed
        for subject in sifted.suppressions:
            self.settings = self._told_for(subject.span)
            for rule, check in self.rulings.checks(self.settings, subject):
                self._check(rule, subject, check)

    def _told_for(self, at: Span) -> Settings:
        """The settings of the first root module from which a file is reached."""
        return self.settings_of.get(posixpath.dirname(at.source.path) or ".", self.settings)

    def report(self, wanted: Callable[[Span], bool], modules: int) -> Report:
        """The report of all that has come out of places that are asked for, or points at them."""

        def concerns(problem: Problem) -> bool:
            return any(map(wanted, (problem.at, *(related.span for related in problem.related))))

        findings = (with_calls(found) for found in self.findings if concerns(found.problem))
        suppressed = {
            shared(hidden.finding): hidden
            for hidden in self.suppressed
            if concerns(hidden.finding.problem)
        }
        return Report.collect(
            once(findings),
            [question for question in self.undecided if wanted(question.at)],
            [error for error in self.errors if wanted(error.span)],
            self.failures,
            modules=modules,
            models=self.models,
            suppressed=suppressed.values(),
            sketches=[sketch for sketch in self.sketches if wanted(sketch.at)],
        )


def _problems(rule: Rule, place: places.Place) -> Iterator[Problem]:
    assert rule.schema is not None
    for violation in violations(rule.schema, place):
        fix = spelled(violation)
        yield Problem(violation.span, violation.message, violation.hint, violation.related, fix)
