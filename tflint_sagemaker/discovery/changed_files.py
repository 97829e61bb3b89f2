"""Which files git holds to be changed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.discovery.modules import CONFIGURATION, VALUES, is_configuration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Where a branch most often starts, in this order.
_TRUNKS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class GitError(Exception):
    """Git cannot answer; says why."""


def staged(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The Terraform files under the paths that the next commit changes. Raises GitError."""
    root = _root()
    return _under(
        paths, _files(root, _names("diff", "--cached", "--name-only", "-z", "--no-renames"))
    )


def changed(paths: Sequence[Path], since: str | None) -> tuple[Path, ...]:
    """The Terraform files under the paths that differ from where this branch left another.

    Without a name for the other it is the trunk, or the last commit if there is none. What is not
    committed, or not yet known to git, counts. Raises GitError.
    """
    root = _root()
    base = _base(since)
    names = _names("diff", "--name-only", "-z", "--no-renames", base, "--")
    new = _names("ls-files", "--others", "--exclude-standard", "--full-name", "-z", str(root))
    return _under(paths, _files(root, (*names, *new)))


def _root() -> Path:
    return Path(_git("rev-parse", "--show-toplevel").rstrip("\n"))


def _base(since: str | None) -> str:
    """The commit where this branch left the other."""
    if since is not None:
        if since.startswith("-"):
            raise GitError(f"`{since}` is not a name of a commit")
        return _git("merge-base", since, "HEAD").strip()
    for trunk in _TRUNKS:
        try:
            return _git("merge-base", trunk, "HEAD").strip()
        except GitError:
            continue
    return "HEAD"


def _names(*arguments: str) -> tuple[str, ...]:
    return tuple(filter(None, _git(*arguments).split("\0")))


def _files(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """The files of these names; for one that is gone, the rest of its module."""
    for name in dict.fromkeys(names):
        path = root / name
        if not name.endswith((*CONFIGURATION, *VALUES)):
            continue
        if path.is_file():
            yield path
        elif path.parent.is_dir():
            for other in sorted(path.parent.iterdir()):
                if is_configuration(other.name) and other.is_file():
                    yield other


def _under(paths: Sequence[Path], files: Iterable[Path]) -> tuple[Path, ...]:
    roots = [path.resolve() for path in paths]
    found = (file for file in files if any(file.resolve().is_relative_to(root) for root in roots))
    return tuple(dict.fromkeys(found))


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a list, no shell
            ["git", "-c", "core.quotePath=off", *arguments],  # noqa: S607 - git is where PATH says
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except OSError as error:
        raise GitError(f"git cannot be run: {(error.strerror or str(error)).lower()}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1].removeprefix("fatal: ") if said else f"git ended with {done.returncode}"
        raise GitError(f"git: {reason}")
    return done.stdout.decode("utf-8", "surrogateescape")
