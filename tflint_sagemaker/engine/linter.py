"""How the line runs: modules to subjects, subjects through rules, rules to a report."""

from __future__ import annotations

import posixpath
from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.engine.filters import LeftOut
from tflint_sagemaker.engine.jobs import helpers
from tflint_sagemaker.engine.postprocess import asked_for, once, shared, with_calls
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.engine.rule_selection import Rulings
from tflint_sagemaker.engine.runner import Asker, Part, ask
from tflint_sagemaker.rule.results import Report, SuppressedFinding
from tflint_sagemaker.suppression import matching
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.engine.root_modules import Lookup
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.live.aws import Live, Task
    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.suppression.matching import Scoped
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.values import Step


def lint(
    targets: Sequence[Target],
    settings: Settings | Lookup,
    overlay: Mapping[Path, str] | None = None,
    *,
    watch: Callable[[int, int], None] | None = None,
    describe: bool = False,
    live: Live | None = None,
    jobs: int | None = 1,
) -> Report:
    """Lint modules, each with all that it calls.

    A target that another target calls is linted through its callers only, with the arguments
    that they give. Settings that differ are given by a function of a root module's directory.
    `overlay` is text that takes the place of files, by their absolute paths. `watch` is told how
    many configurations of how many are done, and `describe` asks for a sketch of each model.
    Rules that ask AWS run only with `live`, when all others have run. `jobs` is how many processes
    may share the work of a run without it, None for as many as are worth it. Raises RegistryError
    if the settings name a rule that is not there.
    """
    lookup = settings if callable(settings) else lambda _: settings
    run = _Run(Rulings(live=live is not None))
    roots, modules = load_root_modules(targets, lookup, overlay)
    told = [lookup(configuration.root.directory) for configuration in roots]
    for one in told:
        run.rulings.rules(one)

    def work(number: int) -> Part:
        root, one = roots[number], told[number]
        return ask(root, one, run.rulings, describe=describe)

    weights = [sum(len(file.source.text) for file in one.root.files) for one in roots]
    count = helpers(jobs, weights) if live is None else 0
    parts = _parts(work, weights, count, modules, watch)
    for configuration, one, part in zip(roots, told, parts, strict=True):
        run.take_all(configuration, part, one)
    if live is not None:
        run.ask_aws(live)
    if roots and run.settings.suppress:
        run.suppress(matching.directives(modules.values()), run.settings.today)
    run.all.findings, run.suppressed = run.left_out.sift(run.all.findings, run.suppressed)
    return replace(run.report(asked_for(targets), len(modules)), live=live.course if live else None)


def _parts(
    work: Callable[[int], Part],
    weights: Sequence[int],
    count: int,
    modules: Mapping[Path, Module],
    watch: Callable[[int, int], None] | None,
) -> list[Part]:
    """What has come of each configuration, with so many other processes to help."""
    if count:
        from tflint_sagemaker.engine.parcels import Parcels
        from tflint_sagemaker.engine.spread import spread

        sources = [file.source for module in modules.values() for file in module.files]
        return spread(work, weights, count, lambda: Parcels(sources), watch)
    parts = []
    for number in range(len(weights)):
        if watch is not None:
            watch(number, len(weights))
        parts.append(work(number))
    return parts


@dataclass(slots=True)
class _Run:
    """What has come out so far."""

    rulings: Rulings
    settings: Settings = field(default_factory=Settings)
    settings_of: dict[str, Settings] = field(default_factory=dict)
    all: Part = field(default_factory=Part)
    suppressed: list[SuppressedFinding] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    tasks: list[tuple[Task, Settings, tuple[Step, ...]]] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)

    def take_all(self, configuration: Configuration, part: Part, settings: Settings) -> None:
        """Add all that has come of a configuration, whose modules have these settings from now on.

        Unless an earlier one has given them some.
        """
        self.take(part, settings)
        for directory in configuration.modules if part.whole else ():
            self.settings_of.setdefault(display_path(directory), settings)

    def take(self, part: Part, settings: Settings) -> None:
        """Add what has come of questions under certain settings, here or in another process."""
        self.settings = settings
        self.all.findings += [self.left_out.judge(found, settings) for found in part.findings]
        self.all.undecided += part.undecided
        self.all.errors += part.errors
        self.all.failures += part.failures
        self.all.models += part.models
        self.all.sketches += part.sketches
        self.tasks += [(task, settings, calls) for task, calls in part.tasks]

    def ask_aws(self, live: Live) -> None:
        """Put what is to be asked of AWS, and take the outcomes in the order of the tasks."""
        outcomes = live.run([task for task, _, _ in self.tasks])
        for (task, settings, calls), outcome in zip(self.tasks, outcomes, strict=True):
            rule, subject = task.rule, task.subject
            asker = Asker(settings, {subject.address or "": calls})
            if outcome.skipped:
                self.skipped.add(rule.code)
            for what in (*outcome.problems, outcome.undecided, outcome.broken):
                if what is not None:
                    asker.hear(rule, subject, what)
            self.take(asker.part, settings)

    def suppress(self, scoped: Sequence[Scoped], today: date | None) -> None:
        """Leave out what comments ask to be left out, and put the comments before their rules."""

        def ran(at: Span) -> Iterable[Rule]:
            rules = self.rulings.rules(self.rulings.at(self._told_for(at), at))
            return [rule for rule in rules if rule.code not in self.skipped]

        sifted = matching.sift(self.all.findings, self.all.undecided, scoped, ran, today)
        self.all.findings, self.suppressed = sifted.findings, sifted.suppressed
        for subject in sifted.suppressions:
            asker = Asker(self._told_for(subject.span))
            for rule, check in self.rulings.checks(asker.settings, subject):
                asker.check(rule, subject, check)
            self.take(asker.part, asker.settings)

    def _told_for(self, at: Span) -> Settings:
        """The settings of the first root module from which a file is reached."""
        return self.settings_of.get(posixpath.dirname(at.source.path) or ".", self.settings)

    def report(self, wanted: Callable[[Span], bool], modules: int) -> Report:
        """The report of all that has come out of places that are asked for, or points at them."""

        def concerns(problem: Problem) -> bool:
            return any(map(wanted, (problem.at, *(related.span for related in problem.related))))

        found = self.all
        findings = (with_calls(one) for one in found.findings if concerns(one.problem))
        suppressed = {
            shared(hidden.finding): hidden
            for hidden in self.suppressed
            if concerns(hidden.finding.problem)
        }
        return Report.collect(
            once(findings),
            [question for question in found.undecided if wanted(question.at)],
            [error for error in found.errors if wanted(error.span)],
            found.failures,
            modules=modules,
            models=found.models,
            suppressed=suppressed.values(),
            sketches=[sketch for sketch in found.sketches if wanted(sketch.at)],
        )
