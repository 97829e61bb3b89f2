"""Evaluated instances compared with those that Terraform 1.11.4 with hashicorp/aws 5.100.0 plans.

Each configuration has its plan.json, recorded by record_plans.py. Every key of every
instance is compared: what both know is equal, and nothing is known here that Terraform does not
know. fixtures/plans/differences.json lists the exceptions, each with its reason.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support import plans
from support.paths import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

RECORDED = sorted(path.parent for path in FIXTURES.glob("*/*/plan.json"))
DIFFERENCES = json.loads((FIXTURES / "plans" / "differences.json").read_text("utf-8"))


def compared(directory: Path) -> plans.Comparison:
    file = directory / "inputs.json"
    inputs = json.loads(file.read_text("utf-8")) if file.exists() else {}
    recorded = json.loads((directory / "plan.json").read_text("utf-8"))
    return plans.compare(plans.resolved(directory, inputs), recorded["instances"])


def listed(kind: str, directory: Path) -> set[str]:
    return set(DIFFERENCES[kind].get(directory.name, {}))


@pytest.mark.parametrize("directory", RECORDED, ids=lambda path: path.name)
def test_values_are_those_of_the_plan(directory: Path) -> None:
    found = compared(directory)
    assert not found.contradictions
    assert found.more_known.keys() == listed("more_known", directory)


@pytest.mark.parametrize("directory", RECORDED, ids=lambda path: path.name)
def test_values_that_the_plan_knows_are_known(directory: Path) -> None:
    assert set(compared(directory).gaps) == listed("gaps", directory)


def test_listed_differences_belong_to_existing_configurations() -> None:
    names = {path.name for path in RECORDED}
    assert DIFFERENCES["gaps"].keys() <= names
    assert DIFFERENCES["more_known"].keys() <= names


def one(values: dict[str, Any], unknown: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"address": "a.b", "values": values, "unknown": unknown}]


@pytest.mark.parametrize(
    ("values", "unknown", "contradictions", "gaps", "more_known"),
    [
        (
            {"name": "m", "primary_container": [{"image": "i"}]},
            {"primary_container": [{}]},
            0,
            0,
            0,
        ),
        (
            {"name": "n", "primary_container": [{"image": "i"}]},
            {"primary_container": [{}]},
            1,
            0,
            0,
        ),
        (
            {"name": None, "primary_container": [{"image": "i"}]},
            {"primary_container": [{}]},
            1,
            0,
            0,
        ),
        ({"name": "m", "primary_container": []}, {"primary_container": []}, 1, 0, 0),
        ({"name": "m"}, {"primary_container": True}, 0, 0, 1),
        (
            {"name": "m", "primary_container": [{}]},
            {"primary_container": [{"image": True}]},
            0,
            0,
            1,
        ),
        (
            {"name": "m", "arn": "a", "primary_container": [{"image": "i"}]},
            {"primary_container": [{}]},
            0,
            1,
            0,
        ),
    ],
)
def test_a_difference_is_found(
    values: dict[str, Any],
    unknown: dict[str, Any],
    contradictions: int,
    gaps: int,
    more_known: int,
) -> None:
    ours = {
        "name": "m",
        "primary_container": [{"image": "i"}],
    }
    mine = plans.PlannedInstance("a.b", (), None, ours, {"primary_container": [{}], "arn": True})
    theirs = one(values, unknown if "arn" in values else {**unknown, "arn": True})
    found = plans.compare({"a.b": mine}, theirs)
    assert len(found.contradictions) == contradictions
    assert len(found.gaps) == gaps
    assert len(found.more_known) == more_known


def test_a_surplus_or_missing_instance_is_found() -> None:
    mine = plans.PlannedInstance("a.b", ())
    assert plans.compare({"a.b": mine}, []).contradictions == ["a.b is not planned"]
    assert plans.compare({}, one({}, {})).contradictions == ["a.b is missing"]
