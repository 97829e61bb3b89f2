"""Finds the modules and files under the paths of a command."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.cli import output
from tflint_sagemaker.cli.program import COMMANDS
from tflint_sagemaker.discovery.modules import DiscoveryError, discover, find_configuration
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.config import ConfigResolver
    from tflint_sagemaker.discovery.modules import Discovery, Target


def find(
    asked: tuple[Path, ...], resolver: ConfigResolver, overlay: Mapping[Path, str] | None = None
) -> Discovery:
    """Return the modules under the paths (default: the working directory)."""
    try:
        found = discover(asked or (Path(),), overlay)
    except DiscoveryError as error:
        raise output.CommandError(f"{error}{_suggest_command(asked)}") from None
    return replace(
        found, targets=tuple(one for one in found.targets if not _is_excluded(one, resolver))
    )


def list_files(found: Discovery) -> list[str]:
    """Return the paths of the files to lint, sorted."""
    return sorted(
        display_path(path)
        for target in found.targets
        for path in (
            find_configuration(target.directory) if target.report is None else target.report
        )
    )


def report_expired(found: Discovery, resolver: ConfigResolver) -> None:
    """Write a note for each suppression that has expired."""
    directories = (Path(os.path.realpath(target.directory)) for target in found.targets)
    expired = {one.at: one for directory in directories for one in resolver.find_expired(directory)}
    for at, one in expired.items():
        output.write_message(f"{at}: note: this suppression expired on {one.until}")


def find_common_directory(asked: tuple[Path, ...]) -> Path:
    """Return the directory that contains all paths; its settings apply to the whole run."""
    paths = [Path(os.path.realpath(path)) for path in asked or (Path(),)]
    return Path(os.path.commonpath([p if fs.is_dir(p) else p.parent for p in paths]))


def _is_excluded(target: Target, resolver: ConfigResolver) -> bool:
    """Return whether all of a module is excluded."""
    directory = Path(os.path.realpath(target.directory))
    patterns = resolver.resolve(directory).excluded
    wanted = [directory] if target.report is None else [directory / p.name for p in target.report]
    return bool(patterns) and all(
        any(pattern.fullmatch(path.as_posix()) for pattern in patterns) for path in wanted
    )


def _suggest_command(asked: tuple[Path, ...]) -> str:
    """Return a suggestion if the first path looks like a misspelt command."""
    from difflib import get_close_matches

    close = get_close_matches(str(asked[0]), COMMANDS, n=1, cutoff=0.7) if asked else []
    return f" (did you mean the command `{close[0]}`?)" if close else ""
