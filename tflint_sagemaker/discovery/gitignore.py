"""The patterns of `.gitignore` files (https://git-scm.com/docs/gitignore).

`pathspec` matches the patterns; it is imported only if a repository has any. The user's own
patterns (`core.excludesFile`) are not read: a run must give the same result on every machine.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass

# The patterns of a repository are few. The other backends take longer to import and compile.
BACKEND = "simple"

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class IgnorePatterns:
    """The patterns of one file, for paths under `base`, and those of the files above it."""

    base: str
    spec: GitIgnoreSpec
    above: IgnorePatterns | None

    def is_ignored(self, path: str, *, directory: bool) -> bool:
        """Return whether git ignores the path itself. The nearest file with a match decides."""
        level: IgnorePatterns | None = self
        while level is not None:
            relative = path[len(level.base) :].replace(os.sep, "/").lstrip("/")
            verdict = level.spec.check_file(f"{relative}/" if directory else relative).include
            if verdict is not None:
                return verdict
            level = level.above
        return False


def read_above(directory: Path) -> IgnorePatterns | None:
    """Return the patterns from above an absolute directory in its repository."""
    parents = list(directory.parents)
    root = next((at for at in (directory, *parents) if fs.has_entry(at / ".git")), None)
    if root is None:
        return None
    ignore = _read(_find_git_directory(root) / "info" / "exclude", root, None)
    between = [root, *reversed(parents[: parents.index(root)])] if root != directory else []
    for parent in between:
        ignore = enter(parent, ignore)
    # A directory that the user names is linted even if git ignores it.
    return None if ignore and ignore.is_ignored(str(directory), directory=True) else ignore


def enter(directory: Path, ignore: IgnorePatterns | None) -> IgnorePatterns | None:
    """Return the patterns for a directory, given those of its parent."""
    return _read(directory / ".gitignore", directory, ignore)


def _read(path: Path, base: Path, ignore: IgnorePatterns | None) -> IgnorePatterns | None:
    """Return the patterns with those of a file, if it can be read and has any."""
    if not fs.is_file(path):
        return ignore
    try:
        text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    except OSError:
        return ignore
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return IgnorePatterns(str(base), _parse_patterns(lines), ignore) if lines else ignore


def _parse_patterns(lines: list[str]) -> GitIgnoreSpec:
    """Return the patterns of a file. Skip lines that are not patterns, as git does."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines, backend=BACKEND)
    except ValueError:
        pass
    good = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line], backend=BACKEND)
        except ValueError:
            continue
        good.append(line)
    return GitIgnoreSpec.from_lines(good, backend=BACKEND)


def _find_git_directory(root: Path) -> Path:
    """Return the git directory that all worktrees of a repository share."""
    git = root / ".git"
    try:
        if fs.is_file(git):
            git = root / git.read_text("utf-8").removeprefix("gitdir:").strip()
            git = git / (git / "commondir").read_text("utf-8").strip()
    except (OSError, ValueError):
        pass
    return git
