"""Which files git ignores (https://git-scm.com/docs/gitignore).

The patterns are matched by `pathspec`, which is imported only where a repository has any. Patterns
of the person, in `core.excludesFile`, are left out: a run must mean the same on every machine.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Ignore:
    """The patterns of one file, for what lies under `base`, and those of the files above it."""

    base: str
    spec: GitIgnoreSpec
    above: Ignore | None

    def covers(self, path: str, *, directory: bool) -> bool:
        """Whether git ignores the path, its parents aside: the nearest file with a say decides."""
        level: Ignore | None = self
        while level is not None:
            relative = path[len(level.base) :].replace(os.sep, "/").lstrip("/")
            verdict = level.spec.check_file(f"{relative}/" if directory else relative).include
            if verdict is not None:
                return verdict
            level = level.above
        return False


def above(directory: Path) -> Ignore | None:
    """Patterns that the repository around a directory (absolute) has for it, its own left out."""
    parents = list(directory.parents)
    root = next((at for at in (directory, *parents) if fs.exists(at / ".git")), None)
    if root is None:
        return None
    ignore = _read(_git_directory(root) / "info" / "exclude", root, None)
    between = [root, *reversed(parents[: parents.index(root)])] if root != directory else []
    for parent in between:
        ignore = enter(parent, ignore)
    # Who names an ignored directory wants it linted.
    return None if ignore and ignore.covers(str(directory), directory=True) else ignore


def enter(directory: Path, ignore: Ignore | None) -> Ignore | None:
    """The patterns that hold in a directory, given those that hold around it."""
    return _read(directory / ".gitignore", directory, ignore)


def _read(path: Path, base: Path, ignore: Ignore | None) -> Ignore | None:
    """Add the patterns of a file, if it can be read and has any."""
    if not fs.is_file(path):
        return ignore
    try:
        text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    except OSError:
        return ignore
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return Ignore(str(base), _spec(lines), ignore) if lines else ignore


def _spec(lines: list[str]) -> GitIgnoreSpec:
    """Patterns of a file; a line that is no pattern is passed over, as git does."""
    from pathspec import GitIgnoreSpec

    good = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return GitIgnoreSpec.from_lines(good)


def _git_directory(root: Path) -> Path:
    """Where git keeps what all worktrees of a repository share."""
    git = root / ".git"
    try:
        if fs.is_file(git):
            git = root / git.read_text("utf-8").removeprefix("gitdir:").strip()
            git = git / (git / "commondir").read_text("utf-8").strip()
    except (OSError, ValueError):
        pass
    return git
