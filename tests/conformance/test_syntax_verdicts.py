"""A text is accepted where Terraform accepts it, and faulted on the line that Terraform names."""

import json
import re
from typing import Any

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.hcl.reader import check_syntax, parse, parse_body, slice_file
from tflint_sagemaker.hcl.text import InputError, Source

CASES = FIXTURES / "syntax"


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.json")):
        for number, case in enumerate(json.loads(path.read_text())["cases"]):
            line = case.get("ours", case["line"])
            found.append(pytest.param(case["text"], line, id=f"{path.stem}-{number}"))
    return found


def first_line(errors: tuple[InputError, ...]) -> int | None:
    return min((error.span.first.line for error in errors), default=None)


@pytest.mark.parametrize(("text", "line"), cases())
def test_verdict_is_that_of_terraform(text: str, line: int | None) -> None:
    _, errors = parse_body(Source("case.tfvars", text))

    assert first_line(errors) == line


@pytest.mark.parametrize(("text", "line"), cases())
def test_slices_of_a_file_are_judged_alike(text: str, line: int | None) -> None:
    """Cut into blocks, a file has the same first fault; arguments do not belong there."""
    file = slice_file(Source("case.tf", text))
    errors = list(file.errors)
    for chunk in file.chunks:
        fault = check_syntax(chunk)
        if fault is None:
            parse(chunk)
        else:
            errors.append(fault)
            with pytest.raises(InputError, match=re.escape(fault.message)):
                parse(chunk)

    syntax = [error for error in errors if error.message != "an argument is not expected here"]
    if line is None:
        assert not syntax
    else:
        assert errors
        assert line in {first_line(tuple(errors)), first_line(tuple(syntax))}
