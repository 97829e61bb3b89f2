"""What is to be linted, and linting it: what `check` and `baseline` have in common."""

from __future__ import annotations

import os
import sys
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.cli import streams, targets, terminal
from tflint_sagemaker.rule.results import Report
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.cli.live import Questions
    from tflint_sagemaker.config import ConfigResolver
    from tflint_sagemaker.discovery.modules import Discovery
    from tflint_sagemaker.engine.baseline import Baseline

STDIN = Path("-")
BASELINE = "tflint-sagemaker-baseline.json"


@dataclass(frozen=True, slots=True)
class Job:
    """Modules, the settings they are linted with, unsaved text, and findings that are known."""

    found: Discovery
    resolver: ConfigResolver
    overlay: Mapping[Path, str] = field(default_factory=dict)
    known: Baseline | None = None
    suppress: bool = True
    live: Questions | None = None
    jobs: int | None = None

    def lint(self, texts: Mapping[Path, str] | None = None, *, describe: bool = False) -> Report:
        """Lint, with texts in place of files; the linter is imported only if there is need."""
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
        return self.known.apply(report, found.targets, self.ran(report))

    def ran(self, report: Report) -> frozenset[str]:
        """The codes of the rules that run on some of the modules.

        Those that AWS has not answered have not run: what they know of may be there still.
        """
        from tflint_sagemaker.rule import registry

        told = (self.resolver.resolve(_real(target.directory)) for target in self.found.targets)
        live = self.live is not None and self.live.answered
        ran = (
            rule.code
            for settings in told
            for rule in registry.select(settings.select, settings.ignore, live=live)
        )
        silent = {question.rule.code for question in report.undecided if question.rule.live}
        return frozenset(ran) - silent

    def may_edit(self, path: str) -> bool:
        """Whether a file, by the path that is shown, is one of those that are asked for."""
        file = Path(os.path.abspath(path))  # noqa: PTH100 - a file that is a link keeps its name
        return any(
            _real(target.directory) == _real(file.parent)
            and (target.report is None or file.name in {asked.name for asked in target.report})
            for target in self.found.targets
        )


def asked(
    paths: tuple[Path, ...], stdin_filename: Path | None
) -> tuple[tuple[Path, ...], dict[Path, str]]:
    """The paths with standard input under the name it is to have, and its text by that."""
    if STDIN not in paths:
        if stdin_filename is not None:
            raise terminal.Refused("--stdin-filename is for standard input: give `-` as the path")
        return paths, {}
    if paths != (STDIN,):
        raise terminal.Refused("`-` cannot be combined with other paths")
    if stdin_filename is None:
        raise terminal.Refused("reading standard input needs --stdin-filename")
    from tflint_sagemaker.discovery.modules import is_configuration

    if not is_configuration(stdin_filename.name):
        raise terminal.Refused(f"not a Terraform file: {stdin_filename}")
    if not stdin_filename.parent.is_dir():
        raise terminal.Refused(f"no such directory: {stdin_filename.parent}")
    sys.audit(streams.READ)
    data = sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise terminal.Refused(f"{stdin_filename}:{line}: the text is not UTF-8") from None
    return (stdin_filename,), {_real(stdin_filename.parent) / stdin_filename.name: text}


def changed(paths: tuple[Path, ...], *, staged: bool, since: str | None) -> tuple[Path, ...] | None:
    """The files under the paths that git holds to be changed; None if that is not asked for."""
    if not staged and since is None:
        return None
    if staged and since is not None:
        raise terminal.Refused("--staged and --changed cannot be combined")
    from tflint_sagemaker.discovery import changed_files

    try:
        here = paths or (Path(),)
        return (
            changed_files.find_staged(here)
            if staged
            else changed_files.find_changed(here, since or None)
        )
    except changed_files.GitError as error:
        raise terminal.Refused(str(error)) from None


def baseline(file: Path | None, resolver: ConfigResolver, paths: tuple[Path, ...]) -> Path:
    """The file of the baseline: the one that is named, or beside the configuration, or here."""
    if file is not None:
        return file
    configured = resolver.find_file(targets.around(paths))
    return Path(display_path(configured.parent / BASELINE)) if configured else Path(BASELINE)


def read_baseline(file: Path) -> Baseline:
    """The findings that are known."""
    from tflint_sagemaker.engine.baseline import Baseline, BaselineError

    try:
        return Baseline.read(file)
    except BaselineError as error:
        raise terminal.Refused(str(error)) from None


def _real(path: Path) -> Path:
    return Path(fs.real(path))
