"""The recorded truth is whole: every case can be read, and each record has a case."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support import truth

DIAGNOSTIC = {"stage", "severity", "summary", "detail", "file", "line", "column"}
EXPECTED = {"file", "line", "by", "source"}
RECORD = {"advice", "what", "edits", "terraform", "expect", "also", "pinned", "open"}

each_group = pytest.mark.parametrize("group", truth.groups())


def places(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Where diagnostics or expectations point, for those that point somewhere."""
    return [(row["file"], row["line"]) for row in rows if "line" in row]


def errors(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [d for d in record["terraform"] if d["severity"] == "error"]


@each_group
def test_a_group_states_how_it_was_recorded(group: str) -> None:
    data = truth.load(group)
    assert data["recorded_with"] == "terraform 1.11.4, hashicorp/aws 5.100.0"
    assert data["cases"]


@each_group
def test_no_case_is_named_twice(group: str) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs), [key for key, _ in pairs]
        return dict(pairs)

    text = (truth.ROOT / f"{group}.json").read_text(encoding="utf-8")
    json.loads(text, object_pairs_hook=once)


@each_group
def test_every_file_belongs_to_a_case(group: str) -> None:
    directory = truth.ROOT / group
    found = {path.name for path in directory.iterdir()} if directory.is_dir() else set()
    names = [name for name, record in truth.load(group)["cases"].items() if "edits" not in record]
    assert {name.removesuffix(".json").removesuffix(".tf") for name in found} == set(names)
    assert len(found) == len(names)


def test_no_configuration_occurs_twice() -> None:
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for group in truth.groups():
        for case in truth.cases(group):
            here = f"{group}/{case.name}"
            assert seen.setdefault(tuple(sorted(case.files.items())), here) == here


@each_group
def test_a_record_has_its_shape(group: str) -> None:
    for case in truth.cases(group):
        record = case.record
        assert case.files, case.name
        assert set(record) <= RECORD, case.name
        assert record["what"], case.name
        for diagnostic in record["terraform"]:
            assert set(diagnostic) <= DIAGNOSTIC, case.name
            assert diagnostic["stage"] in {"validate", "plan"}, case.name
            assert diagnostic["severity"] in {"error", "warning"}, case.name
            assert diagnostic["summary"], case.name
        for expected in record["expect"]:
            assert set(expected) <= EXPECTED, case.name
            assert expected["by"] in {"terraform", "api", "documentation"}, case.name
            assert (expected["by"] == "terraform") != bool(expected.get("source")), case.name


@each_group
def test_every_line_named_is_in_its_file(group: str) -> None:
    for case in truth.cases(group):
        record = case.record
        expected = places(record["expect"])
        assert len(expected) == len(set(expected)), case.name
        others = [*record.get("also", []), *record["terraform"], *record.get("advice", [])]
        for file, line in expected + places(others):
            end_of_file = case.files[file].count("\n") + 1
            assert 1 <= line <= end_of_file, case.name


@each_group
def test_what_is_expected_follows_from_what_terraform_said(group: str) -> None:
    for case in truth.cases(group):
        expect = case.record["expect"]
        assert not ("open" in case.record and expect), f"{case.name}: open, yet expected"
        if "pinned" in case.record:
            continue
        said = set(places(errors(case.record)))
        named = set(places([e for e in expect if e["by"] == "terraform"]))
        assert named <= said <= named | set(places(case.record.get("also", []))), case.name
        assert bool(said) == bool(named), case.name


@each_group
def test_an_answer_is_judged_by_the_lines_it_names(group: str) -> None:
    for case in truth.cases(group):
        expected = set(places(case.record["expect"]))
        assert truth.complaints(case, expected) == [], case.name
        assert len(truth.complaints(case, set())) == len(expected), case.name
        for other in places(case.record.get("also", [])):
            assert truth.complaints(case, {other}) == [], case.name
        surplus = truth.complaints(case, expected | {("elsewhere.tf", 1)})
        known = [] if "open" in case.record else ["elsewhere.tf:1 is no error"]
        assert surplus == known, case.name


@each_group
def test_advice_is_judged_by_line_and_code(group: str) -> None:
    for case in truth.cases(group):
        rows = case.record.get("advice", [])
        expected = {(row["file"], row["line"], row["code"]) for row in rows}
        assert truth.unadvised(case, expected) == [], case.name
        assert len(truth.unadvised(case, set())) == len(expected), case.name
        if "advice" in case.record:
            assert truth.unadvised(case, expected | {("main.tf", 1, "SM000")}), case.name
