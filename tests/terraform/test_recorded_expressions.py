"""Every recorded expression comes to what Terraform made of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.terraform.functions import UNEVALUATED

from .expressions import UNKNOWN, Locals, run, shown, type_of

RECORDED = Path(__file__).parents[1] / "fixtures" / "expressions"
FILES = {path.name: path.read_bytes() for path in (RECORDED / "files").iterdir()}
ROWS: list[dict[str, Any]] = [
    row
    for path in sorted(RECORDED.glob("*.json"))
    for row in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
]

# Terraform knows more of these; the first by the range of an unknown number.
LESS_KNOWN = frozenset(
    {
        "(local.u_bool ? 5 : 7) > 3",
        # Beyond what dates are kept in here.
        # An element of each is unknown, which hides the rest here.
        'sort(["b", local.u_string])',
        "try(length([local.u_string]), 0)",
        'matchkeys(["a"], ["b"], [local.u_string])',
        'timeadd("9999-12-31T23:00:00Z", "2h")',
        # Terraform mixes up the two kinds of address.
        'cidrhost("::ffff:10.0.0.0/104", 1)',
    }
)
# Known here, although Terraform waits for apply.
MORE_KNOWN = frozenset(
    {
        '"x${local.u_string}" == "y"',
        '"x%{ if local.u_bool }a%{ else }b%{ endif }" == "y"',
        'startswith("pre-${local.u_string}", "other")',
        'compact(["a", "x${local.u_string}"])',
        'endswith("${local.u_string}-post", "post")',
        'format("%s-%s", "a", local.u_string) == "b"',
        'join(",", ["a", local.u_string]) == "b"',
        '{ a = local.u_string, b = 1 } == { a = "x", b = 2 }',
    }
)


def id_of(row: dict[str, Any]) -> str:
    return str(row["expr"])


def combined(value: Any, mask: Any) -> Any:
    """What a plan shows, with a word where it says that something is not known."""
    if mask is True:
        return UNKNOWN
    if isinstance(mask, list) and isinstance(value, list):
        masks = [*mask, *[False] * (len(value) - len(mask))]
        return [combined(item, part) for item, part in zip(value, masks, strict=True)]
    if isinstance(mask, dict):
        known = value or {}
        return {
            name: combined(known.get(name), mask.get(name, False))
            for name in sorted({*known, *mask})
        }
    return value


def unevaluated(row: dict[str, Any]) -> bool:
    return any(f"{name}(" in row["expr"] for name in UNEVALUATED)


@pytest.mark.parametrize("row", [row for row in ROWS if "error" in row], ids=id_of)
def test_what_terraform_refuses_is_reported(row: dict[str, Any]) -> None:
    try:
        value, reported = run(row["expr"], Locals(files=FILES))
    except InputError:
        return
    if unevaluated(row) or "infinity" in row["error"]:
        assert value.unknown
    else:
        assert reported, row["error"]
        assert value.unknown


@pytest.mark.parametrize("row", [row for row in ROWS if "error" not in row], ids=id_of)
def test_what_terraform_accepts_has_the_same_value(row: dict[str, Any]) -> None:
    value, reported = run(row["expr"], Locals(files=FILES))
    assert [each.message for each in reported] == []
    expected = combined(row.get("value"), row.get("unknown"))
    if row["expr"] in LESS_KNOWN or unevaluated(row):
        assert value.unknown
    elif row["expr"] in MORE_KNOWN:
        assert expected == UNKNOWN
        assert shown(value) != UNKNOWN
    else:
        assert shown(value) == expected
        if "type" in row and value.data is not None:
            assert value.type == type_of(row["type"])
