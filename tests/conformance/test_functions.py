"""The table of functions is that of Terraform."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.terraform import functions

SIGNATURES: dict[str, Any] = json.loads((FIXTURES / "functions.json").read_text(encoding="utf-8"))[
    "functions"
]


def test_every_function_of_terraform_is_known_and_no_other() -> None:
    assert functions.names() == sorted(SIGNATURES)


@pytest.mark.parametrize("name", sorted(functions.OPENTOFU))
def test_functions_of_opentofu_are_known_but_not_proposed(name: str) -> None:
    assert functions.exists(name)
    assert name not in functions.names()


def test_every_function_is_in_its_chapter() -> None:
    evaluated = set(functions.names()) - functions.SPECIAL - functions.VOLATILE
    assert functions.table() == {name: functions.find(name) for name in evaluated}


@pytest.mark.parametrize(("name", "function"), sorted(functions.table().items()))
def test_parameters_are_those_of_terraform(name: str, function: Any) -> None:
    signature = SIGNATURES[name]
    parameters = [*function.parameters, *([function.variadic] if function.variadic else [])]
    assert len(function.parameters) == len(signature["parameters"])
    assert (function.variadic is None) == (signature["variadic"] is None)
    nullable = [
        given
        for given, parameter in zip(
            [*signature["parameters"], signature["variadic"]], parameters, strict=False
        )
        if parameter.null
    ]
    assert nullable == signature["nullable"]
