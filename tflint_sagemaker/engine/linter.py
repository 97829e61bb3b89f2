"""The linter: finds results in the cache, lints what is left, and returns one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.engine.result_cache import ResultCache
from tflint_sagemaker.engine.target_filter import make_target_filter
from tflint_sagemaker.rule.results import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.engine.root_modules import FindSettings
    from tflint_sagemaker.live.aws import LiveRunner


def lint(
    targets: Sequence[Target],
    settings: Settings | FindSettings,
    overlay: Mapping[Path, str] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    describe: bool = False,
    live: LiveRunner | None = None,
    jobs: int | None = 1,
) -> Report:
    """Lint modules, each with all that it calls, and return the report.

    A target that another target calls is linted through its callers only, with the arguments
    that they give. `settings` is one object for all root modules, or a function of a root
    module's directory. `overlay` is text that replaces the content of files, by absolute path.
    `progress` is called with the number of finished and of all configurations. `describe` adds a
    summary of each model. Live rules run only with `live`, after all others. `jobs` is the
    largest number of processes, None to choose it by the work; a live run has one. Raises
    RegistryError if the settings name an unknown rule.
    """
    find_settings = settings if callable(settings) else lambda _: settings
    uses_cache = not overlay and not describe and live is None
    cache = ResultCache.open(targets, find_settings) if uses_cache else None
    reports, pending = cache.find(targets) if cache is not None else ([], list(targets))
    while pending:
        from tflint_sagemaker.engine.components import lint_components

        found = lint_components(
            pending,
            find_settings,
            overlay,
            make_target_filter(targets),
            progress=progress,
            describe=describe,
            live=live,
            jobs=jobs,
        )
        # A module that was edited may call a module whose result is cached without a caller.
        more = cache.drop_reached(found) if cache is not None else []
        if more:
            reports = cache.list_reports() if cache is not None else []
            pending += more
            continue
        if cache is not None:
            cache.store(found)
        return merge_reports([*reports, *(component.report for component in found)])
    return merge_reports(reports)


def merge_reports(reports: Sequence[Report]) -> Report:
    """Return one report on everything that the reports are on."""
    if len(reports) == 1:
        return reports[0]
    return Report.collect(
        [one for report in reports for one in report.findings],
        [one for report in reports for one in report.undecided],
        [one for report in reports for one in report.errors],
        [one for report in reports for one in report.failures],
        modules=sum(report.modules for report in reports),
        models=sum(report.models for report in reports),
        suppressed=[one for report in reports for one in report.suppressed],
        sketches=[one for report in reports for one in report.sketches],
    )
