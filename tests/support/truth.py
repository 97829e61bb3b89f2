"""The recorded truth: configurations, and what Terraform and AWS make of each.

`fixtures/truth/<group>.json` lists a group's cases. A case's files are

* `<group>/<case>.tf` or `<group>/<case>.tf.json`, to be read as `main.tf` or `main.tf.json`, or
* the directory `<group>/<case>/`, a module with everything it needs, or
* `seed/main.tf` with the case's `edits` made to it (each removes `remove` and puts `insert` at
  `line`, `column`; edits are given in places of the untouched text).

Each case says in `what` what is wrong (or odd) about it, in `terraform` what Terraform says of it
(recorded by `record_truth.py`), and in `expect` the lines on which a linter owes an error: by
`terraform` where Terraform rejects it, by `api` or `documentation` (with the `source`) where only
AWS does. `also` are lines that may be named in place of an expected one. `pinned` says why
`expect` is not simply the lines of Terraform's errors. `advice`, where a case has it, are the lines
and codes of all that is to be said of it besides errors.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from support.paths import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = FIXTURES / "truth"
SEED = ROOT / "seed" / "main.tf"


@dataclass(frozen=True, slots=True)
class Case:
    """One configuration: its files by name, and its record as it is in the group's file."""

    group: str
    name: str
    files: dict[str, str]
    record: dict[str, Any]


def groups() -> list[str]:
    """The names of all groups."""
    return sorted(path.stem for path in ROOT.glob("*.json"))


def load(group: str) -> Any:
    """A group's file, unchanged."""
    return json.loads((ROOT / f"{group}.json").read_text(encoding="utf-8"))


def cases(group: str) -> Iterator[Case]:
    """The cases of a group, in the order of its file."""
    for name, record in load(group)["cases"].items():
        yield Case(group, name, files_of(group, name, record), record)


def files_of(group: str, name: str, record: dict[str, Any]) -> dict[str, str]:
    """The texts of a case by the names they have in its directory."""
    if "edits" in record:
        return {"main.tf": edited(SEED.read_text(encoding="utf-8"), record["edits"])}
    for suffix in (".tf", ".tf.json"):
        single = ROOT / group / f"{name}{suffix}"
        if single.is_file():
            return {f"main{suffix}": read(single)}
    directory = ROOT / group / name
    return {
        path.relative_to(directory).as_posix(): read(path)
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def read(path: Path) -> str:
    """A file's text, its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """The text after the edits, which are given in places of the text before any of them."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for edit in sorted(edits, key=lambda e: (e["line"], e["column"]), reverse=True):
        at = starts[edit["line"] - 1] + edit["column"] - 1
        if not text.startswith(edit["remove"], at):
            raise ValueError(f"no {edit['remove']!r} at {edit['line']}:{edit['column']}")
        text = text[:at] + edit["insert"] + text[at + len(edit["remove"]) :]
    return text


def complaints(case: Case, found: set[tuple[str, int]]) -> list[str]:
    """What is wrong with a linter's answer: the file and line of each error that it found.

    An expected line is met when it is found, or a line that may be named in its place is. Nothing
    else may be found, save in a case that is open: there the answer is unknown.
    """
    expected = {(e["file"], e["line"]) for e in case.record["expect"]}
    also = {(e["file"], e["line"]) for e in case.record.get("also", [])}
    missed = expected - found if not also & found else set()
    surplus = set() if "open" in case.record else found - expected - also
    return [f"{file}:{line} missed" for file, line in sorted(missed)] + [
        f"{file}:{line} is no error" for file, line in sorted(surplus)
    ]


def unadvised(case: Case, found: set[tuple[str, int, str]]) -> list[str]:
    """What is wrong with a linter's warnings and notices: file, line and code of each."""
    if "advice" not in case.record:
        return []
    expected = {(e["file"], e["line"], e["code"]) for e in case.record["advice"]}
    return [f"{file}:{line} {code} missed" for file, line, code in sorted(expected - found)] + [
        f"{file}:{line} {code} is not called for" for file, line, code in sorted(found - expected)
    ]
