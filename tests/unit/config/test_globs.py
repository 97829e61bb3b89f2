"""Patterns of paths and addresses."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from tflint_sagemaker.config.glob import compile_address_glob, compile_path_glob

BASE = PurePosixPath("/r/a[1]*")

PATHS: list[tuple[str, list[str], list[str]]] = [
    ("main.tf", ["main.tf"], ["x/main.tf", "main.tf.json", "main_tf"]),
    ("./main.tf", ["main.tf"], ["x/main.tf"]),
    ("x", ["x", "x/main.tf", "x/y/z.tf"], ["xx/main.tf", "y/x"]),
    ("x/", ["x", "x/main.tf"], ["xx"]),
    ("*.tf", ["main.tf"], ["x/main.tf"]),
    ("*/main.tf", ["x/main.tf"], ["main.tf", "x/y/main.tf"]),
    ("**/main.tf", ["main.tf", "x/main.tf", "x/y/main.tf"], ["x/amain.tf"]),
    ("x/**", ["x/main.tf", "x/y/main.tf"], ["x", "y/x/main.tf"]),
    ("x/**/y", ["x/y", "x/z/y", "x/z/z/y/w"], ["x/zy", "y"]),
    ("**", ["main.tf", "x/y"], []),
    ("m?in.tf", ["main.tf"], ["min.tf", "m/in.tf"]),
    ("x[1].tf", ["x[1].tf"], ["x1.tf"]),
    (".", ["main.tf", "x/y"], []),
    ("../b", [], ["main.tf"]),
]


@pytest.mark.parametrize(("glob", "fits", "others"), PATHS, ids=lambda one: str(one)[:20])
def test_paths(glob: str, fits: list[str], others: list[str]) -> None:
    pattern = compile_path_glob(BASE, glob)
    for path in fits:
        assert pattern.fullmatch(f"{BASE}/{path}"), path
    for path in others:
        assert not pattern.fullmatch(f"{BASE}/{path}"), path
        assert not pattern.fullmatch(path), path


def test_paths_beside_and_absolute_ones() -> None:
    assert compile_path_glob(BASE, "../b/*.tf").fullmatch("/r/b/x.tf")
    assert compile_path_glob(BASE, "/etc/*").fullmatch("/etc/x/y.tf")
    assert compile_path_glob(PurePosixPath("/"), "x").fullmatch("/x/y")
    assert not compile_path_glob(BASE, "x").fullmatch("/r/a1b/x")


@pytest.mark.parametrize(
    ("glob", "address", "fits"),
    [
        ("aws_sagemaker_model.m", "aws_sagemaker_model.m", True),
        ("aws_sagemaker_model.m", "aws_sagemaker_model.m[0]", False),
        ("aws_sagemaker_model.m*", "aws_sagemaker_model.m[0]", True),
        ("module.a.*", 'module.a.aws_sagemaker_model.m["x"]', True),
        ("module.a.*", "module.ab.aws_sagemaker_model.m", False),
        ('*.m["x"]', 'module.a.aws_sagemaker_model.m["x"]', True),
        ('*.m["x"]', "module.a.aws_sagemaker_model.mx", False),
        ("module.*.m", "module.a.module.b.m", True),
        ("?", "a", False),
    ],
)
def test_addresses(glob: str, address: str, *, fits: bool) -> None:
    assert bool(compile_address_glob(glob).fullmatch(address)) is fits
