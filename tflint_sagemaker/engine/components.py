"""Lints components: root modules that share modules, each component by itself."""

from __future__ import annotations

import posixpath
from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.engine.filters import (
    ConfigurationFilter,
    apply_filters,
    is_failing,
    is_reportable,
)
from tflint_sagemaker.engine.postprocess import (
    add_call_chain,
    deduplicate,
    make_dedup_key,
)
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.engine.rule_selection import RuleSelection
from tflint_sagemaker.engine.runner import CheckRunner, ConfigurationResult, run_checks
from tflint_sagemaker.engine.worker_pool import count_processes, map_in_processes
from tflint_sagemaker.rule.results import Report, SuppressedFinding
from tflint_sagemaker.suppression.matching import CommentFilter, read_directives
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.engine.filters import Filter
    from tflint_sagemaker.engine.root_modules import FindSettings
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.live.aws import LiveRunner, LiveTask
    from tflint_sagemaker.rule.definition import RuleInfo
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.rule.results import Finding
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.values import Step


@dataclass(frozen=True, slots=True)
class Component:
    """Root modules that share modules, with the report on them.

    `targets` are the targets among their modules and `directories` all of these, without links.
    `paths` is what the evaluation read or probed. `complete` is false if something failed.
    """

    report: Report
    targets: tuple[Target, ...]
    directories: frozenset[Path]
    paths: frozenset[tuple[str, str]]
    complete: bool


def lint_components(
    targets: Sequence[Target],
    find_settings: FindSettings,
    overlay: Mapping[Path, str] | None,
    is_wanted: Callable[[Span], bool],
    *,
    progress: Callable[[int, int], None] | None = None,
    describe: bool = False,
    live: LiveRunner | None = None,
    jobs: int | None = 1,
) -> list[Component]:
    """Lint the targets. No component depends on a file of another one.

    A live run is one component: its requests to AWS are shared. `is_wanted` says on which files
    the user wants a report; see `linter.lint` for the other arguments.
    """
    selection = RuleSelection(live=live is not None)
    roots, modules = load_root_modules(targets, find_settings, overlay)
    settings = [find_settings(root.root.directory) for root in roots]
    for one in settings:
        selection.get_rules(one)

    def run_number(number: int) -> ConfigurationResult:
        return run_checks(roots[number], settings[number], selection, describe=describe)

    weights = [sum(len(file.source.text) for file in one.root.files) for one in roots]
    count = count_processes(jobs, weights) if live is None and not describe else 0
    results = _run_all(run_number, weights, count, modules, progress)
    groups = [list(range(len(roots)))] if live is not None else _group_roots(roots)
    return [
        _make_component(
            [(roots[n], settings[n], results[n]) for n in group],
            selection,
            targets,
            modules,
            is_wanted,
            live,
        )
        for group in groups
    ]


def _make_component(
    parts: Sequence[tuple[Configuration, Settings, ConfigurationResult]],
    selection: RuleSelection,
    targets: Sequence[Target],
    modules: Mapping[Path, Module],
    is_wanted: Callable[[Span], bool],
    live: LiveRunner | None,
) -> Component:
    run = _Run(selection)
    for root, settings, result in parts:
        run.add_configuration(root, result, settings)
    if live is not None:
        run.run_live_checks(live)
    reached = {directory for root, _, _ in parts for directory in root.modules}
    own = [module for directory, module in modules.items() if directory in reached]
    run.filter_findings(own)
    return Component(
        replace(run.make_report(is_wanted, len(own)), live=live.summary if live else None),
        tuple(target for target in targets if target.directory.resolve() in reached),
        frozenset(reached),
        frozenset(path for _, _, result in parts for path in result.paths),
        all(result.complete and not result.failures for _, _, result in parts),
    )


def _group_roots(roots: Sequence[Configuration]) -> list[list[int]]:
    """Return the numbers of root modules in groups; two that share a module are in one group."""
    group_of: dict[Path, list[int]] = {}
    for number, root in enumerate(roots):
        merged = [number]
        for directory in root.modules:
            for other in group_of.get(directory, ()):
                if other not in merged:
                    merged.append(other)
        for other in merged[1:]:
            for directory in roots[other].modules:
                group_of[directory] = merged
        for directory in root.modules:
            group_of[directory] = merged
    unique = {id(group): sorted(group) for group in group_of.values()}
    return sorted(unique.values())


def _run_all(
    run_number: Callable[[int], ConfigurationResult],
    weights: Sequence[int],
    count: int,
    modules: Mapping[Path, Module],
    progress: Callable[[int, int], None] | None,
) -> list[ConfigurationResult]:
    """Return the result of each configuration, computed by `count` processes or by this one."""
    results: dict[int, ConfigurationResult] = {}
    if count:
        # The first is done before the fork: the processes inherit what it imports.
        first = max(range(len(weights)), key=weights.__getitem__)
        results[first] = run_number(first)
        rest = [number for number in range(len(weights)) if number != first]
        sources = {file.source.path: file.source for m in modules.values() for file in m.files}
        for at, data in map_in_processes(
            lambda at: run_number(rest[at]).encode(sources),
            [weights[number] for number in rest],
            count,
            progress,
        ):
            if data is not None:
                results[rest[at]] = ConfigurationResult.decode(data, sources)
    for number in range(len(weights)):
        if number not in results:
            if progress is not None:
                progress(number, len(weights))
            results[number] = run_number(number)
    return [results[number] for number in range(len(weights))]


@dataclass(slots=True)
class _Run:
    """The results of all configurations so far.

    `total` sums them up, except their findings: these stay with the settings of the root module
    that they were found from, until they are filtered.
    """

    selection: RuleSelection
    settings: Settings = field(default_factory=Settings)
    settings_by_directory: dict[str, Settings] = field(default_factory=dict)
    total: ConfigurationResult = field(default_factory=ConfigurationResult)
    findings: list[tuple[Settings, list[Finding]]] = field(default_factory=list)
    suppressed: list[SuppressedFinding] = field(default_factory=list)
    tasks: list[tuple[LiveTask, Settings, tuple[Step, ...]]] = field(default_factory=list)
    unanswered: set[str] = field(default_factory=set)

    def add_configuration(
        self, configuration: Configuration, result: ConfigurationResult, settings: Settings
    ) -> None:
        """Add the result of a configuration.

        Its settings apply to each of its modules that no earlier configuration has reached.
        """
        self.add(result, settings)
        for directory in configuration.modules if result.complete else ():
            self.settings_by_directory.setdefault(display_path(directory), settings)

    def add(self, result: ConfigurationResult, settings: Settings) -> None:
        """Add the results of checks that ran under these settings."""
        self.settings = settings
        self.findings.append((settings, result.findings))
        self.total.undecided += result.undecided
        self.total.errors += result.errors
        self.total.failures += result.failures
        self.total.models += result.models
        self.total.sketches += result.sketches
        self.tasks += [(task, settings, calls) for task, calls in result.tasks]

    def run_live_checks(self, live: LiveRunner) -> None:
        """Run the live checks, and add their results in the order of the tasks."""
        outcomes = live.run([task for task, _, _ in self.tasks])
        for (task, settings, calls), outcome in zip(self.tasks, outcomes, strict=True):
            runner = CheckRunner(settings, {task.subject.address or "": calls})
            if outcome.skipped:
                self.unanswered.add(task.rule.code)
            for found in (*outcome.problems, outcome.undecided, outcome.broken):
                if found is not None:
                    runner.record(task.rule, task.subject, found)
            self.add(runner.result, settings)

    def filter_findings(self, modules: Iterable[Module]) -> None:
        """Apply all filters but the baseline, then run the rules on suppression comments."""
        found, self.findings = self.findings, []
        if not found or not self.settings.suppress:
            self._filter(found, ())
            return
        comments = CommentFilter(read_directives(modules), self.settings.today)
        self._filter(found, (comments,))
        suppressions = comments.make_suppressions(self.total.undecided, self._find_executed_rules)
        for suppression in suppressions:
            runner = CheckRunner(self._find_settings(suppression.span))
            for rule, check in self.selection.get_checks(runner.settings, suppression):
                runner.run(rule, suppression, check)
            self.add(runner.result, runner.settings)
        found, self.findings = self.findings, []
        self._filter(found, ())

    def _filter(
        self, found: Iterable[tuple[Settings, list[Finding]]], filters: tuple[Filter, ...]
    ) -> None:
        """Add the findings that are reported, and the suppressed ones.

        A finding that is not severe enough or in an excluded file is in neither, but it counts as
        a use of the comment that suppresses it.
        """
        for settings, findings in found:
            marked = [
                one if is_failing(one, settings) else replace(one, fails=False) for one in findings
            ]
            kept, suppressed = apply_filters(marked, (*filters, ConfigurationFilter(settings)))
            self.total.findings += [one for one in kept if is_reportable(one, settings)]
            self.suppressed += [one for one in suppressed if is_reportable(one.finding, settings)]

    def _find_executed_rules(self, at: Span) -> list[RuleInfo]:
        """Return the rules that ran on the file of a span, except those that AWS did not answer."""
        settings = self.selection.get_settings_at(self._find_settings(at), at)
        rules = self.selection.get_rules(settings)
        return [rule for rule in rules if rule.code not in self.unanswered]

    def _find_settings(self, at: Span) -> Settings:
        """Return the settings of the first root module from which a file is reached."""
        directory = posixpath.dirname(at.source.path) or "."
        return self.settings_by_directory.get(directory, self.settings)

    def make_report(self, is_wanted: Callable[[Span], bool], modules: int) -> Report:
        """Return the report on everything that is in wanted files or refers to them."""

        def is_relevant(problem: Problem) -> bool:
            spans = (problem.at, *(related.span for related in problem.related))
            return any(map(is_wanted, spans))

        total = self.total
        findings = (add_call_chain(one) for one in total.findings if is_relevant(one.problem))
        suppressed = {
            make_dedup_key(one.finding): one
            for one in self.suppressed
            if is_relevant(one.finding.problem)
        }
        return Report.collect(
            deduplicate(findings),
            [check for check in total.undecided if is_wanted(check.at)],
            [error for error in total.errors if is_wanted(error.span)],
            total.failures,
            modules=modules,
            models=total.models,
            suppressed=suppressed.values(),
            sketches=[sketch for sketch in total.sketches if is_wanted(sketch.at)],
        )
