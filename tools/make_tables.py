"""Write what the package ships of python-hcl2's work, for the installed version.

Usage: python tools/make_tables.py

That is the tables of its parser, and the trees of common expressions: those in the examples of
rules and under `examples/`, and some that are common elsewhere.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from hcl2.parser import parser

from tflint_sagemaker.hcl import reader, shape_trees, tables
from tflint_sagemaker.hcl.text import InputError, Source
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.examples import split_files, strip_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LONGEST = 120
# Lists and objects of up to so many items are shipped, traversals of up to so many names.
ITEMS, NAMES = 20, 7
OPERANDS = ("_", "_ . _", "_ . _ . _", "_ ( _ )")
OPERATORS = ("==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "&&", "||")


def texts() -> Iterator[str]:
    """The text of each example."""
    for rule in registry.load_rules():
        for example in (rule.bad.text, rule.good.text):
            files = split_files(strip_marks(example))
            yield from (text for path, text in files.items() if path.endswith(".tf"))
    for file in sorted(ROOT.glob("examples/**/*.tf")):
        yield file.read_text(encoding="utf-8")


def read_trees() -> dict[str, Any]:
    """Return the trees of the expressions in the examples, by text."""
    found: dict[str, Any] = {}
    read_new_tree = shape_trees.read_new_tree

    def read(text: str) -> Any:
        tree = read_new_tree(text)
        if len(text) <= LONGEST:
            found[text] = tree
        return tree

    with (
        patch.object(shape_trees, "load_shipped", dict),
        patch.object(shape_trees, "read_new_tree", read),
    ):
        for text in texts():
            for chunk in reader.slice_file(Source("main.tf", text)).chunks:
                try:
                    reader.parse(chunk)
                except InputError:
                    continue
        for expression in make_common_expressions():
            shape_trees.read_tree(expression)
    return dict(sorted(found.items()))


def make_common_expressions() -> Iterator[str]:
    """Return expressions that are common, whether or not the examples have them."""
    for count in range(1, ITEMS + 1):
        yield f"[ {' , '.join(['_'] * count)} ]"
        yield f"{{ {' , '.join(['_ = _'] * count)} }}"
    for count in range(1, NAMES + 1):
        name = " . ".join(["_"] * count)
        yield from (name, f"{name} [ _ ]", f"{name} [ _ ] . _", f"{name} ? _ : _")
    yield from ("( _ )", "{ ( _ ) = _ }")
    for names, condition in product(("_", "_ , _"), ("", " if _")):
        yield f"[ for {names} in _ : _{condition} ]"
        yield f"{{ for {names} in _ : _ => _{condition} }}"
    for left, operator in product(OPERANDS, OPERATORS):
        yield f"{left} {operator} _"
        yield f"{left} {operator} _ ? _ : _"


def write(file: Path, content: dict[str, Any]) -> None:
    """Write a file of data."""
    content = {"$generated": "by tools/make_tables.py; do not edit", **content}
    file.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"wrote {file}")


write(tables.SHIPPED, tables.pack(parser()))
write(shape_trees.SHIPPED, {"version": shape_trees.get_version(), "trees": read_trees()})
