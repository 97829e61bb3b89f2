"""A run of the linter, as `check` and `baseline` start it."""

from __future__ import annotations

import os
import sys
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.cli import output, targets
from tflint_sagemaker.rule.results import Report
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.cli.live import LiveChecks
    from tflint_sagemaker.config import ConfigResolver
    from tflint_sagemaker.discovery.modules import Discovery
    from tflint_sagemaker.engine.baseline import Baseline

STDIN = Path("-")
BASELINE = "tflint-sagemaker-baseline.json"


@dataclass(frozen=True, slots=True)
class LintRun:
    """The modules to lint, their settings, unsaved text, and the baseline."""

    found: Discovery
    resolver: ConfigResolver
    overlay: Mapping[Path, str] = field(default_factory=dict)
    known: Baseline | None = None
    suppress: bool = True
    live: LiveChecks | None = None
    jobs: int | None = None

    def lint(self, texts: Mapping[Path, str] | None = None, *, describe: bool = False) -> Report:
        """Lint the modules, with `texts` in place of files, and return the report.

        The linter is imported only if there are modules.
        """
        found = self.found
        if not found.targets:
            return Report.collect(errors=found.errors, files=found.files)
        from tflint_sagemaker.cli.progress import Progress
        from tflint_sagemaker.engine.linter import lint

        progress = Progress()
        live = self.live.run if self.live else None
        try:
            overlay = {**self.overlay, **(texts or {})}
            report = lint(
                found.targets,
                self.resolver.resolve,
                overlay,
                progress=progress,
                describe=describe,
                live=live,
                jobs=self.jobs,
            )
        finally:
            progress.clear()
            if self.live:
                self.live.progress.clear()
        report = replace(report, files=found.files, errors=(*found.errors, *report.errors))
        if self.known is None:
            return report
        return self.known.apply(report, found.targets, self.list_executed_rules(report))

    def list_executed_rules(self, report: Report) -> frozenset[str]:
        """Return the codes of the rules that run on at least one of the modules.

        A live rule that AWS has not answered has not run: its known findings may still exist.
        """
        from tflint_sagemaker.rule import registry

        all_settings = (
            self.resolver.resolve(_resolve(target.directory)) for target in self.found.targets
        )
        live = self.live is not None and self.live.answered
        executed = (
            rule.code
            for settings in all_settings
            for rule in registry.select(settings.select, settings.ignore, live=live)
        )
        unanswered = {question.rule.code for question in report.undecided if question.rule.live}
        return frozenset(executed) - unanswered

    def can_edit(self, path: str) -> bool:
        """Return whether a file, given by its displayed path, is one of the files to lint."""
        file = Path(os.path.abspath(path))  # noqa: PTH100 - a link keeps its name
        return any(
            _resolve(target.directory) == _resolve(file.parent)
            and (target.report is None or file.name in {path.name for path in target.report})
            for target in self.found.targets
        )


def resolve_stdin(
    paths: tuple[Path, ...], stdin_filename: Path | None
) -> tuple[tuple[Path, ...], dict[Path, str]]:
    """Replace `-` by the name of standard input; return the paths, and its text by path."""
    if STDIN not in paths:
        if stdin_filename is not None:
            raise output.CommandError("--stdin-filename needs `-` as the path")
        return paths, {}
    if paths != (STDIN,):
        raise output.CommandError("`-` cannot be combined with other paths")
    if stdin_filename is None:
        raise output.CommandError("reading standard input needs --stdin-filename")
    from tflint_sagemaker.discovery.modules import is_configuration

    if not is_configuration(stdin_filename.name):
        raise output.CommandError(f"not a Terraform file: {stdin_filename}")
    if not stdin_filename.parent.is_dir():
        raise output.CommandError(f"no such directory: {stdin_filename.parent}")
    data = sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise output.CommandError(f"{stdin_filename}:{line}: the text is not UTF-8") from None
    return (stdin_filename,), {_resolve(stdin_filename.parent) / stdin_filename.name: text}


def find_changed_files(
    paths: tuple[Path, ...], *, staged: bool, since: str | None
) -> tuple[Path, ...] | None:
    """Return the changed files under the paths; None without --staged and --changed."""
    if not staged and since is None:
        return None
    if staged and since is not None:
        raise output.CommandError("--staged and --changed cannot be combined")
    from tflint_sagemaker.discovery import changed_files

    try:
        here = paths or (Path(),)
        return (
            changed_files.find_staged(here)
            if staged
            else changed_files.find_changed(here, since or None)
        )
    except changed_files.GitError as error:
        raise output.CommandError(str(error)) from None


def find_baseline_file(
    file: Path | None, resolver: ConfigResolver, paths: tuple[Path, ...]
) -> Path:
    """Return the baseline file: `file`, or the one beside the configuration file, or here."""
    if file is not None:
        return file
    configured = resolver.find_file(targets.find_common_directory(paths))
    return Path(display_path(configured.parent / BASELINE)) if configured else Path(BASELINE)


def read_baseline(file: Path) -> Baseline:
    """Read a baseline."""
    from tflint_sagemaker.engine.baseline import Baseline, BaselineError

    try:
        return Baseline.read(file)
    except BaselineError as error:
        raise output.CommandError(str(error)) from None


def _resolve(path: Path) -> Path:
    return Path(os.path.realpath(path))
