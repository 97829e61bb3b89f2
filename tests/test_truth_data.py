"""The recorded truth is whole: every case can be read, and every record speaks of what is there."""

from __future__ import annotations

import json
from typing import Any

import pytest
import truth

GROUPS = truth.groups()
CASES = [case for group in GROUPS for case in truth.cases(group)]
DIAGNOSTIC = {"stage", "severity", "summary", "detail", "file", "line", "column"}
EXPECTED = {"file", "line", "by", "source"}
RECORD = {"what", "edits", "terraform", "expect", "also", "pinned", "open"}


def of_case(case: truth.Case) -> str:
    return f"{case.group}/{case.name}"


def length(case: truth.Case, file: str) -> int:
    """How many lines a file of the case has; one more may be named, the end of the file."""
    return case.files[file].count("\n") + 1


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_says_how_it_was_recorded(group: str) -> None:
    data = truth.load(group)
    assert data["recorded_with"] == "terraform 1.11.4, hashicorp/aws 5.100.0"
    assert data["cases"]


@pytest.mark.parametrize("group", GROUPS)
def test_no_case_is_named_twice(group: str) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs), [key for key, _ in pairs]
        return dict(pairs)

    text = (truth.ROOT / f"{group}.json").read_text(encoding="utf-8")
    json.loads(text, object_pairs_hook=once)


@pytest.mark.parametrize("group", GROUPS)
def test_every_file_belongs_to_a_case(group: str) -> None:
    directory = truth.ROOT / group
    found = {path.name for path in directory.iterdir()} if directory.is_dir() else set()
    names = [name for name, record in truth.load(group)["cases"].items() if "edits" not in record]
    assert {name.removesuffix(".json").removesuffix(".tf") for name in found} == set(names)
    assert len(found) == len(names)


def test_no_configuration_stands_twice() -> None:
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for case in CASES:
        other = seen.setdefault(tuple(sorted(case.files.items())), of_case(case))
        assert other == of_case(case)


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_record_has_its_shape(case: truth.Case) -> None:
    record = case.record
    assert set(record) <= RECORD
    assert record["what"]
    assert isinstance(record["terraform"], list)
    for diagnostic in record["terraform"]:
        assert set(diagnostic) <= DIAGNOSTIC
        assert diagnostic["stage"] in {"init", "validate", "plan"}
        assert diagnostic["severity"] in {"error", "warning"}
        assert diagnostic["summary"]
    for expected in record["expect"]:
        assert set(expected) <= EXPECTED
        assert expected["by"] in {"terraform", "api", "documentation"}
        assert (expected["by"] == "terraform") != bool(expected.get("source"))


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_every_line_named_is_in_its_file(case: truth.Case) -> None:
    named = [(e["file"], e["line"]) for e in case.record["expect"]]
    assert len(named) == len(set(named))
    named += [(e["file"], e["line"]) for e in case.record.get("also", [])]
    named += [(d["file"], d["line"]) for d in case.record["terraform"] if "line" in d]
    for file, line in named:
        assert 1 <= line <= length(case, file)


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_what_is_expected_follows_from_what_terraform_said(case: truth.Case) -> None:
    errors = [d for d in case.record["terraform"] if d["severity"] == "error"]
    expected = case.record["expect"]
    if "pinned" not in case.record:
        places = {(d["file"], d["line"]) for d in errors if "line" in d}
        named = [e for e in expected if e["by"] == "terraform"]
        allowed = {(e["file"], e["line"]) for e in [*named, *case.record.get("also", [])]}
        assert {(e["file"], e["line"]) for e in named} <= places <= allowed
        assert not (errors and not expected), "Terraform rejects it, yet nothing is expected"
    assert not ("open" in case.record and expected), "open means that nobody is sure"


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_an_answer_is_judged_by_the_lines_it_names(case: truth.Case) -> None:
    expected = {(e["file"], e["line"]) for e in case.record["expect"]}
    assert truth.complaints(case, expected) == []
    assert len(truth.complaints(case, set())) == len(expected)
    for other in case.record.get("also", []):
        assert truth.complaints(case, {(other["file"], other["line"])}) == []
    elsewhere = truth.complaints(case, expected | {("elsewhere.tf", 1)})
    assert elsewhere == ([] if "open" in case.record else ["elsewhere.tf:1 is no error"])
