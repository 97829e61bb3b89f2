"""The Terraform files that git reports as changed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.discovery.modules import CONFIGURATION, VALUES, is_configuration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Common names of the main branch, in this order.
_TRUNKS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class GitError(Exception):
    """Git failed or cannot be run; the message says why."""


def find_staged(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the Terraform files under the paths that the next commit changes. Raises GitError."""
    root = _find_root()
    return _filter_under(
        paths,
        _find_files(root, _list_names("diff", "--cached", "--name-only", "-z", "--no-renames")),
    )


def find_changed(paths: Sequence[Path], since: str | None) -> tuple[Path, ...]:
    """Return the Terraform files under the paths that differ from the branch point.

    The branch point is the merge base with `since`. Without `since` it is the merge base with the
    main branch, or the last commit if there is no main branch. Uncommitted and untracked files are
    included. Raises GitError.
    """
    root = _find_root()
    base = _find_base_commit(since)
    names = _list_names("diff", "--name-only", "-z", "--no-renames", base, "--")
    new = _list_names("ls-files", "--others", "--exclude-standard", "--full-name", "-z", str(root))
    return _filter_under(paths, _find_files(root, (*names, *new)))


def _find_root() -> Path:
    return Path(_run_git("rev-parse", "--show-toplevel").rstrip("\n"))


def _find_base_commit(since: str | None) -> str:
    """Return the merge base with `since`, or with the main branch."""
    if since is not None:
        if since.startswith("-"):
            raise GitError(f"`{since}` is not a name of a commit")
        return _run_git("merge-base", since, "HEAD").strip()
    for trunk in _TRUNKS:
        try:
            return _run_git("merge-base", trunk, "HEAD").strip()
        except GitError:
            continue
    return "HEAD"


def _list_names(*arguments: str) -> tuple[str, ...]:
    return tuple(filter(None, _run_git(*arguments).split("\0")))


def _find_files(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """Yield the files of these names; for a deleted file, the other files of its module."""
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


def _filter_under(paths: Sequence[Path], files: Iterable[Path]) -> tuple[Path, ...]:
    roots = [path.resolve() for path in paths]
    found = (file for file in files if any(file.resolve().is_relative_to(root) for root in roots))
    return tuple(dict.fromkeys(found))


def _run_git(*arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a list, no shell
            ["git", "-c", "core.quotePath=off", *arguments],  # noqa: S607 - git is where PATH says
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except OSError as error:
        raise GitError(f"cannot run git: {(error.strerror or str(error)).lower()}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1].removeprefix("fatal: ") if said else f"git exited with {done.returncode}"
        raise GitError(f"git: {reason}")
    return done.stdout.decode("utf-8", "surrogateescape")
