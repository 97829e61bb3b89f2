"""Which modules a path stands for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.discovery.modules import DiscoveryError, discover

if TYPE_CHECKING:
    from collections.abc import Callable

    Tree = Callable[[dict[str, str]], Path]

MODEL = 'resource "aws_sagemaker_model" "m" {}\n'
OTHER = 'resource "aws_s3_bucket" "b" {}\n'


def calling(source: str) -> str:
    return f'module "m" {{\n  source = "{source}"\n}}\n'


def directories(*paths: str) -> list[str]:
    return [
        target.directory.as_posix() for target in discover([Path(path) for path in paths]).targets
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"main.tf": MODEL}, ["."], id="the directory itself"),
        pytest.param({"a/b/main.tf": MODEL}, ["a/b"], id="directories below"),
        pytest.param({"b/x.tf": MODEL, "a/x.tf": MODEL}, ["a", "b"], id="in order"),
        pytest.param({"a/x.tf.json": '{"//": "aws_sagemaker_"}'}, ["a"], id="JSON"),
        pytest.param({"a/x.tofu": MODEL, "b/x.tofu.json": MODEL}, ["a", "b"], id="OpenTofu"),
        pytest.param({"a/x.tf": OTHER}, [], id="no SageMaker"),
        pytest.param({"a/x.tf": OTHER, "a/y.tf": MODEL}, ["a"], id="SageMaker in the second file"),
        pytest.param({"a/x.tf": OTHER, "a/x.tfvars": MODEL}, [], id="values are no configuration"),
        pytest.param(
            {"x.tf": OTHER, ".terraform/modules/m/x.tf": MODEL, ".cache/x.tf": MODEL},
            [],
            id="hidden directories",
        ),
        pytest.param(
            {"x.tf": OTHER, ".x.tf": MODEL, "x.tf~": MODEL, "#y.tf#": MODEL, "#.tf": OTHER},
            [],
            id="what editors leave behind",
        ),
        pytest.param(
            {"root/x.tf": calling("./m"), "root/m/x.tf": MODEL},
            ["root", "root/m"],
            id="a module that calls a model",
        ),
        pytest.param(
            {"a/x.tf": calling("../b"), "b/x.tf": calling("../c/"), "c/x.tf": MODEL},
            ["a", "b", "c"],
            id="a module that calls one that calls a model",
        ),
        pytest.param(
            {"a/x.tf": calling("../b"), "b/x.tf": calling("../a")}, [], id="calls in a circle"
        ),
        pytest.param(
            {"a/x.tf.json": '{"module": {"m": {"source": "../c"}}}', "c/x.tf": MODEL},
            ["a", "c"],
            id="calls in JSON",
        ),
        pytest.param(
            {"a/x.tf": calling("..\\\\c"), "c/x.tf": OTHER}, [], id="calls with backslashes"
        ),
        pytest.param({"a/x.tf": calling("../nowhere")}, [], id="calls of what is not there"),
        pytest.param(
            {"a/x.tf": calling("git::https://example.com/c"), "c/x.tf": MODEL},
            ["c"],
            id="calls of what is elsewhere",
        ),
    ],
)
def test_a_directory_selects_the_modules_below_it(
    tree: Tree, files: dict[str, str], expected: list[str]
) -> None:
    tree(files)
    assert directories(".") == expected


@pytest.mark.parametrize(("path", "expected"), [("m", ["."]), ("n", []), ("../m", [])])
def test_modules_that_init_has_installed_are_followed(
    tree: Tree, path: str, expected: list[str]
) -> None:
    at = ".terraform/modules"
    manifest = f'{{"Modules": [{{"Dir": "."}}, {{"Dir": "{at}/{path}"}}]}}'
    modules = {f"{at}/modules.json": manifest, f"{at}/m/x.tf": MODEL, f"{at}/n/x.tf": OTHER}
    tree({"x.tf": calling("example/model/aws"), **modules})
    assert directories(".") == expected


def test_a_called_module_may_be_outside_the_paths(tree: Tree) -> None:
    tree({"envs/prod/x.tf": calling("../../modules/m"), "modules/m/x.tf": MODEL})
    found = discover([Path("envs")])
    assert [target.directory.as_posix() for target in found.targets] == ["envs/prod"]
    assert found.files == 1


@pytest.mark.parametrize(
    ("ignores", "expected"),
    [
        pytest.param({".gitignore": "a/\n"}, ["b", "b/c"], id="a directory"),
        pytest.param({".gitignore": "/c\n"}, ["a", "b", "b/c"], id="anchored"),
        pytest.param({".gitignore": "c\n"}, ["a", "b"], id="at any depth"),
        pytest.param({".gitignore": "*.tf\n!b/*.tf\n"}, ["b"], id="negation"),
        pytest.param(
            {".gitignore": "x.tf\n", "b/.gitignore": "!x.tf\n"}, ["b", "b/c"], id="nested"
        ),
        pytest.param({".gitignore": "b/\n", "b/.gitignore": "!c\n"}, ["a"], id="parent excluded"),
        pytest.param({".gitignore": "# a\n\n!\n\ufeff\n"}, ["a", "b", "b/c"], id="no patterns"),
        pytest.param({".gitignore": "\ufeffa\n"}, ["b", "b/c"], id="byte order mark"),
        pytest.param({".git/info/exclude": "b\n"}, ["a"], id="the repository's own"),
        pytest.param(
            {".git/info/exclude": "b\n", ".gitignore": "!b\n"}, ["a", "b", "b/c"], id="precedence"
        ),
    ],
)
def test_files_ignored_by_git_are_excluded(
    tree: Tree, ignores: dict[str, str], expected: list[str]
) -> None:
    root = tree({"a/x.tf": MODEL, "b/x.tf": MODEL, "b/c/x.tf": MODEL})
    subprocess.run(["git", "init", "-q", "--template="], cwd=root, check=True)
    tree(ignores)
    assert directories(".") == expected
    assert _unignored_by_git(root) == expected


def _unignored_by_git(root: Path) -> list[str]:
    command = ["git", "-c", "core.excludesFile=", "ls-files", "-co", "--exclude-standard", "*.tf"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return sorted({str(Path(name).parent) for name in listed.stdout.split()})


def test_patterns_above_the_path_hold_up_to_the_repository(tree: Tree) -> None:
    tree({".gitignore": "c\n", "b/.git/HEAD": "", "b/.gitignore": "d\n"})
    tree({"b/a/c/x.tf": MODEL, "b/a/d/x.tf": MODEL})
    assert directories("b/a") == ["b/a/c"]


def test_an_ignored_directory_that_is_named_is_linted(tree: Tree) -> None:
    tree({".git/HEAD": "", ".gitignore": "build/\n", "build/x.tf": MODEL})
    assert directories("build") == ["build"]


def test_worktrees_share_the_excludes_of_their_repository(tree: Tree) -> None:
    root = tree({"main/.git/info/exclude": "b\n", "main/.git/worktrees/w/commondir": "../..\n"})
    tree(
        {"w/.git": f"gitdir: {root}/main/.git/worktrees/w\n", "w/b/x.tf": MODEL, "w/a/x.tf": MODEL}
    )
    assert directories("w") == ["w/a"]


def test_a_file_selects_its_module_but_only_it_is_reported(tree: Tree) -> None:
    tree({"a/x.tf": OTHER, "a/y.tf": MODEL, "b/x.tf": MODEL})
    (target,) = discover([Path("a/x.tf")]).targets
    assert target.directory == Path("a")
    assert target.report == frozenset({Path("a/x.tf")})


def test_files_of_one_module_are_linted_together(tree: Tree) -> None:
    tree({"a/x.tf": OTHER, "a/y.tf": MODEL})
    (target,) = discover([Path("a/x.tf"), Path("./a/y.tf")]).targets
    assert target.report == frozenset({Path("a/x.tf"), Path("a/y.tf")})


def test_a_module_named_as_a_whole_is_reported_as_a_whole(tree: Tree) -> None:
    tree({"a/x.tf": OTHER, "a/y.tf": MODEL})
    for paths in (["a/x.tf", "a"], ["a", "a/x.tf"]):
        (target,) = discover([Path(path) for path in paths]).targets
        assert target.report is None


def test_a_values_file_selects_its_module(tree: Tree) -> None:
    tree({"a/x.tf": MODEL, "a/prod.tfvars": "", "a/x.auto.tfvars.json": "{}"})
    (target,) = discover([Path("a/prod.tfvars"), Path("a/x.auto.tfvars.json")]).targets
    assert target.directory == Path("a")
    assert target.report is None


def test_values_without_configuration_beside_them_are_no_error(tree: Tree) -> None:
    tree({"env/prod.tfvars": ""})
    found = discover([Path("env/prod.tfvars")])
    assert found.targets == ()


def test_an_absolute_path_is_shown_relative_to_the_working_directory(tree: Tree) -> None:
    root = tree({"a/x.tf": MODEL})
    assert directories(str(root)) == ["a"]
    (target,) = discover([root / "a" / "x.tf"]).targets
    assert target.directory == Path("a")
    assert target.report == frozenset({Path("a/x.tf")})


def test_links_to_directories_are_not_followed(tree: Tree) -> None:
    root = tree({"a/x.tf": MODEL})
    (root / "a" / "again").symlink_to(root, target_is_directory=True)
    (root / "self").symlink_to("self")
    assert directories(".") == ["a"]


def test_a_link_that_is_named_is_followed(tree: Tree) -> None:
    root = tree({"a/x.tf": MODEL})
    (root / "link").symlink_to("a")
    assert directories("link") == ["link"]
    assert directories("a", "link") == ["a"]


def test_links_to_files_are_read(tree: Tree) -> None:
    root = tree({"a/x.tf": OTHER, "shared/model": MODEL})
    (root / "a" / "model.tf").symlink_to("../shared/model")
    (root / "a" / "dangling.tf").symlink_to("nowhere")
    found = discover([Path()])
    assert [target.directory for target in found.targets] == [Path("a")]
    assert found.files == 2


def test_files_are_counted_once_however_they_are_reached(tree: Tree) -> None:
    tree({"a/x.tf": MODEL, "b/x.tf": OTHER, "b/y.tf": OTHER})
    assert discover([Path(), Path("b"), Path("a/x.tf")]).files == 3


@pytest.mark.parametrize(
    ("files", "paths", "message"),
    [
        ({}, ["."], "no Terraform files found under ."),
        ({"a/readme.md": "", "b/x": ""}, ["a", "b"], "no Terraform files found under a, b"),
        ({}, ["nope"], "no such file or directory: nope"),
        ({"x.tf": MODEL}, ["x.tf", "nope.tf"], "no such file or directory: nope.tf"),
        ({"x.md": ""}, ["x.md"], "not a Terraform file: x.md"),
        ({"a/.gitignore": "*\n", "a/x.tf": MODEL}, ["a"], "no Terraform files found under a"),
    ],
)
def test_nothing_to_lint_is_an_error(
    tree: Tree, files: dict[str, str], paths: list[str], message: str
) -> None:
    tree(files)
    with pytest.raises(DiscoveryError) as caught:
        discover([Path(path) for path in paths])
    assert str(caught.value) == message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_would_block_is_not_read(tree: Tree) -> None:
    root = tree({"a/x.tf": OTHER})
    os.mkfifo(root / "a" / "pipe.tf")
    os.mkfifo(root / ".gitignore")
    assert discover([Path()]).files == 1
    with pytest.raises(DiscoveryError, match=r"^not a file: a/pipe\.tf$"):
        discover([Path("a/pipe.tf")])


def test_names_that_are_not_utf8_are_found(tree: Tree) -> None:
    root = tree({})
    directory = bytes(root) + b"/caf\xe9"
    Path(directory.decode("utf-8", "surrogateescape")).mkdir()
    path = Path((directory + b"/x.tf").decode("utf-8", "surrogateescape"))
    path.write_text(MODEL)
    assert len(directories(".")) == 1


def test_bytes_that_are_no_text_are_searched_all_the_same(tree: Tree) -> None:
    root = tree({"x.tf": ""})
    (root / "x.tf").write_bytes(b'\xff\xfe\x00 source = "./\xff\x00" aws_sagemaker_model')
    assert directories(".") == ["."]


def test_unsaved_text_takes_the_place_of_a_file(tree: Tree) -> None:
    root = tree({"a/main.tf": OTHER}).resolve()
    (target,) = discover([Path("a/main.tf")], {root / "a/main.tf": MODEL}).targets
    assert target.report == frozenset({Path("a/main.tf")})
    assert discover([Path("a/main.tf")], {root / "a/main.tf": OTHER}).targets == ()


def test_unsaved_text_of_a_file_that_is_not_there_yet(tree: Tree) -> None:
    root = tree({"a/main.tf": OTHER}).resolve()
    found = discover([Path("a/new.tf")], {root / "a/new.tf": MODEL})
    assert [target.report for target in found.targets] == [frozenset({Path("a/new.tf")})]
    assert found.files == 2
