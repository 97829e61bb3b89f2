"""Record what terraform evaluates for the expressions in tests/fixtures/expressions.

    python tools/expressions.py NAME.json [NAME.json ...]

A row of such a file is `{"expr": "…"}`, with `"constraint"` where the expression is to be the
value of a variable of that type. The rest of the row is written here: `value` and `type`, `error`,
`unknown`. Each expression is an output of one configuration; its plan contains the results. What
terraform refuses is taken out, and the rest is planned again. Needs terraform 1.11 on the PATH.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1] / "tests/fixtures/expressions"
LONGEST_ERROR = 80
# A plan of many outputs takes more than its share.
AT_ONCE = 300
HEAD = """\
resource "terraform_data" "u" {
  input = "x"
}
locals {
  u_string = terraform_data.u.id
  u_any    = jsondecode(terraform_data.u.id)
  u_number = tonumber(terraform_data.u.output)
  u_bool   = tobool(terraform_data.u.output)
  u_list   = split(",", terraform_data.u.id)
  u_set    = toset(split(",", terraform_data.u.id))
  u_map    = tomap({ for s in split(",", terraform_data.u.id) : s => s })
}
"""
CHILD = """\
variable "v" {
  type = %s
}
output "v" {
  value     = var.v
  sensitive = true
}
"""


class Number(str):
    """A number, with all its digits."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One row without its answer."""

    expression: str
    constraint: str | None

    def written(self, at: int, child: str) -> str:
        """The configuration that contains it, as output `o{at}`."""
        asked = f"(\n{self.expression}\n)" if "\n" in self.expression else f"({self.expression})"
        output = f'output "o{at}" {{\n  sensitive = true\n  value = '
        if self.constraint is None:
            return f"{output}{asked}\n}}\n"
        call = f'module "m{at}" {{\n  source = "{child}"\n  v = {asked}\n}}\n'
        return f"{call}{output}module.m{at}.v\n}}\n"

    def row(self) -> dict[str, Any]:
        """The row as far as the question goes."""
        constraint = {} if self.constraint is None else {"constraint": self.constraint}
        return {"expr": self.expression, **constraint}


def terraform(directory: Path, *arguments: str) -> str:
    """What terraform writes to its standard output."""
    environment = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    command = ["terraform", *arguments]
    done = subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


def record(questions: list[Question]) -> list[dict[str, Any]]:
    """The rows with their answers."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        shutil.copytree(HERE / "files", directory, dirs_exist_ok=True)
        children: dict[str | None, str] = {None: ""}
        for question in questions:
            if question.constraint not in children:
                assert question.constraint is not None
                child = f"./c{len(children)}"
                children[question.constraint] = child
                (directory / child).mkdir()
                (directory / child / "main.tf").write_text(CHILD % question.constraint)
        refused: dict[int, str] = {}
        left = list(range(len(questions)))
        while True:
            owners = write(directory, questions, left, children)
            if not refused:
                terraform(directory, "init", "-input=false")
            errors = plan(directory, owners)
            if not errors:
                break
            refused |= errors
            left = [at for at in left if at not in errors]
        accepted = answers(directory, left)
    return [
        question.row() | ({"error": refused[at]} if at in refused else accepted[at])
        for at, question in enumerate(questions)
    ]


def write(
    directory: Path, questions: list[Question], left: list[int], children: dict[str | None, str]
) -> list[int | None]:
    """Write main.tf; whose question each of its lines belongs to."""
    text = HEAD
    owners: list[int | None] = [None] * HEAD.count("\n")
    for at in left:
        block = questions[at].written(at, children[questions[at].constraint])
        text += block
        owners += [at] * block.count("\n")
    (directory / "main.tf").write_text(text)
    return owners


def plan(directory: Path, owners: list[int | None]) -> dict[int, str]:
    """The questions that terraform refuses in a plan, and why."""
    errors: dict[int, str] = {}
    out = terraform(directory, "plan", "-json", "-out=p", "-input=false", "-lock=false")
    planned = False
    for line in out.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        planned = planned or message.get("type") == "outputs"
        found = message.get("diagnostic", {})
        if found.get("severity") != "error":
            continue
        said = f"{found['summary']}: {found['detail']}".partition("\ngoroutine")[0]
        owner = None
        if "range" in found:
            path, line_number = found["range"]["filename"], found["range"]["start"]["line"]
            if path == "main.tf" and line_number <= len(owners):
                owner = owners[line_number - 1]
        elif named := re.search(r'output value "o(\d+)"', found["detail"]):
            owner, said = int(named[1]), "infinity cannot be serialized as JSON"
        if owner is None:
            sys.exit(f"terraform complains of no single expression: {json.dumps(found)[:2000]}")
        short = said if len(said) <= LONGEST_ERROR else said[: LONGEST_ERROR - 1] + "…"
        errors.setdefault(owner, short)
    if not errors and not planned:
        sys.exit(f"terraform made no plan: {out[-3000:]}")
    return errors


def answers(directory: Path, left: list[int]) -> dict[int, dict[str, Any]]:
    """What the outputs are in the plan."""
    shown = terraform(directory, "show", "-json", "p")
    found = json.loads(shown, parse_float=Number, parse_int=Number)
    planned = found["planned_values"].get("outputs", {})
    rows: dict[int, dict[str, Any]] = {}
    for at in left:
        change = found["output_changes"][f"o{at}"]
        unknown = change.get("after_unknown")
        row = {} if unknown is True else {"value": change.get("after")}
        if unknown:
            row["unknown"] = unknown
        if "type" in planned.get(f"o{at}", {}):
            row["type"] = planned[f"o{at}"]["type"]
        rows[at] = row
    return rows


def written(rows: list[dict[str, Any]]) -> str:
    """The rows as JSON, one a line, with all digits of the numbers."""

    def marked(value: Any) -> Any:
        match value:
            case Number():
                return f"@@{value}@@"
            case list():
                return [marked(item) for item in value]
            case dict():
                return {name: marked(item) for name, item in value.items()}
            case _:
                return value

    lines = [
        "  " + re.sub(r'"@@([^"@]*)@@"', r"\1", json.dumps(marked(row), ensure_ascii=False))
        for row in rows
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> None:
    """Record each file that is named."""
    for name in sys.argv[1:]:
        path = HERE / name
        given = json.loads(path.read_text(encoding="utf-8"))
        asked = list(dict.fromkeys(Question(row["expr"], row.get("constraint")) for row in given))
        rows = [
            row
            for start in range(0, len(asked), AT_ONCE)
            for row in record(asked[start : start + AT_ONCE])
        ]
        path.write_text(written(rows), encoding="utf-8")
        refused = sum("error" in row for row in rows)
        print(f"{name}: {len(rows)} expressions, {refused} of them refused")


if __name__ == "__main__":
    main()
