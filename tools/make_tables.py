"""Write what is shipped of python-hcl2's work, for the version that is installed.

Usage: python tools/make_tables.py

Its parser's tables, and the trees of those shapes of expressions that are met most: all that stand
in the examples of rules and under `examples/`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hcl2.parser import parser

from tflint_sagemaker import hcl
from tflint_sagemaker.hcl import parser as reading
from tflint_sagemaker.hcl import tables
from tflint_sagemaker.hcl.text import InputError, Source
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.examples import example_files, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LONGEST = 120


def texts() -> Iterator[str]:
    """The text of each example."""
    for rule in registry.rules():
        for example in (*rule.bad, *rule.good):
            files = example_files(unmarked(example))
            yield from (text for path, text in files.items() if path.endswith(".tf"))
    for file in sorted(ROOT.glob("examples/**/*.tf")):
        yield file.read_text(encoding="utf-8")


def shapes() -> dict[str, Any]:
    """The trees of the shapes in the examples, by shape."""
    found: dict[str, Any] = {}

    def read(shape: str) -> Any:
        rows = reading.parsed(shape)
        if len(shape) <= LONGEST:
            found[shape] = rows
        return rows

    reading.rows = read  # type: ignore[assignment]
    for text in texts():
        for chunk in hcl.slice_file(Source("main.tf", text)).chunks:
            try:
                hcl.parse(chunk)
            except InputError:
                continue
    return dict(sorted(found.items()))


def write(file: Path, told: dict[str, Any]) -> None:
    """Write a file of data."""
    told = {"$generated": "by tools/make_tables.py; do not edit", **told}
    file.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"wrote {file}")


write(tables.SHIPPED, tables.packed(parser()))
write(reading.SHIPPED, {"version": reading.reader(), "shapes": shapes()})
