"""What the paths of a command lead to: modules and files, and the directory that holds them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.cli import terminal
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
    """What lies under the paths, or under the working directory if there are none."""
    try:
        found = discover(asked or (Path(),), overlay)
    except DiscoveryError as error:
        raise terminal.Refused(f"{error}{_meant(asked)}") from None
    return replace(
        found, targets=tuple(one for one in found.targets if not _excluded(one, resolver))
    )


def files(found: Discovery) -> list[str]:
    """The files of the modules to be linted, as far as they are asked for."""
    return sorted(
        display_path(path)
        for target in found.targets
        for path in (
            find_configuration(target.directory) if target.report is None else target.report
        )
    )


def tell_ended(found: Discovery, resolver: ConfigResolver) -> None:
    """Say which suppressions are over: what they kept silent is found again."""
    directories = (Path(fs.real(target.directory)) for target in found.targets)
    ended = {one.at: one for directory in directories for one in resolver.find_expired(directory)}
    for at, one in ended.items():
        terminal.message(f"{at}: note: this suppression has ended on {one.until}")


def around(asked: tuple[Path, ...]) -> Path:
    """The directory that holds all the paths: the settings of the run as a whole are its."""
    paths = [Path(fs.real(path)) for path in asked or (Path(),)]
    return Path(os.path.commonpath([p if fs.is_dir(p) else p.parent for p in paths]))


def _excluded(target: Target, resolver: ConfigResolver) -> bool:
    """Whether nothing of a module is to be linted."""
    directory = Path(fs.real(target.directory))
    patterns = resolver.resolve(directory).excluded
    wanted = [directory] if target.report is None else [directory / p.name for p in target.report]
    return bool(patterns) and all(
        any(pattern.fullmatch(path.as_posix()) for pattern in patterns) for path in wanted
    )


def _meant(asked: tuple[Path, ...]) -> str:
    """A guess, for a command that is misspelt and so was taken for a path."""
    from difflib import get_close_matches

    close = get_close_matches(str(asked[0]), COMMANDS, n=1, cutoff=0.7) if asked else []
    return f" (did you mean the command `{close[0]}`?)" if close else ""
