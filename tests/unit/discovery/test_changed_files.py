"""Which files git regards as changed, in a real repository."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.discovery.changed_files import GitError, find_changed, find_staged

if TYPE_CHECKING:
    from collections.abc import Callable

    Tree = Callable[[dict[str, str]], Path]

HERE = (Path(),)


def git(*arguments: str) -> str:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def repository(tree: Tree) -> Path:
    """A trunk with two modules, and a branch that has changed the first."""
    root = tree({"a/main.tf": "", "a/b.tf": "", "b/main.tf": "", "words.md": ""})
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "first")
    git("switch", "-qc", "topic")
    tree({"a/main.tf": "# changed\n", "words.md": "changed"})
    git("commit", "-qam", "second")
    return root


def names(files: tuple[Path, ...], root: Path) -> list[str]:
    return sorted(path.relative_to(root.resolve()).as_posix() for path in files)


@pytest.mark.usefixtures("repository")
def test_nothing_is_staged() -> None:
    assert find_staged(HERE) == ()


def test_what_is_staged(repository: Path, tree: Tree) -> None:
    tree({"b/main.tf": "# staged\n", "a/main.tf": "# not staged\n", "ü ü.tf": "", "x.md": ""})
    git("add", "b", "ü ü.tf", "x.md")
    assert names(find_staged(HERE), repository) == ["b/main.tf", "ü ü.tf"]


def test_a_deleted_file_selects_the_rest_of_its_module(repository: Path) -> None:
    git("rm", "-q", "a/b.tf")
    assert names(find_staged(HERE), repository) == ["a/main.tf"]


def test_a_file_that_is_renamed(repository: Path) -> None:
    git("mv", "b/main.tf", "b/other.tf")
    assert names(find_staged(HERE), repository) == ["b/other.tf"]


def test_what_has_changed_since_the_trunk(repository: Path, tree: Tree) -> None:
    tree({"b/new.tf": "", "b/x.auto.tfvars": ""})
    assert names(find_changed(HERE, None), repository) == [
        "a/main.tf",
        "b/new.tf",
        "b/x.auto.tfvars",
    ]


def test_what_the_trunk_has_changed_since_does_not_count(repository: Path, tree: Tree) -> None:
    git("switch", "-q", "main")
    tree({"b/main.tf": "# trunk\n"})
    git("commit", "-qam", "third")
    git("switch", "-q", "topic")
    assert names(find_changed(HERE, "main"), repository) == ["a/main.tf"]


@pytest.mark.usefixtures("repository")
def test_what_has_changed_since_a_commit() -> None:
    assert find_changed(HERE, "HEAD") == ()


def test_only_files_below_the_paths(
    repository: Path, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"b/main.tf": "# changed\n"})
    assert names(find_changed((Path("b"),), None), repository) == ["b/main.tf"]
    monkeypatch.chdir("b")
    assert names(find_changed(HERE, None), repository) == ["b/main.tf"]
    assert names(find_changed((Path(".."),), None), repository) == ["a/main.tf", "b/main.tf"]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("since", ["no-such-branch", "--output=x"])
def test_a_commit_that_is_not_there_is_refused(since: str) -> None:
    with pytest.raises(GitError, match=since):
        find_changed(HERE, since)


def test_outside_of_a_repository(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tree({}).parent))
    with pytest.raises(GitError, match="not a git repository"):
        find_staged(HERE)


def test_without_git(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tree({})))
    with pytest.raises(GitError, match="cannot run git"):
        find_staged(HERE)
