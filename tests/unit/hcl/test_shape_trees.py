"""The shipped tables and trees are those that python-hcl2 makes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import hcl2
import pytest

from tflint_sagemaker.cache.active import activate
from tflint_sagemaker.cache.store import Store
from tflint_sagemaker.hcl import shape_trees, tables

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = json.loads(shape_trees.SHIPPED.read_bytes())
TEXTS = (
    "_ = 1\n",
    "a = [for x in y : x if z]\n",
    "b _ {\n  c = d ? e : f(g...)\n}\n",
    "a = {\n  b = c\n  (d) = !e\n}\n",
    "a = b[*].c.0 + -d * 2 == 3 && e || f\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_tables_read_as_their_grammar_says(text: str) -> None:
    assert tables.load_parser().parse(text) == hcl2.parses_to_tree(text.removesuffix("\n"))


def test_the_tables_are_for_what_is_installed() -> None:
    assert json.loads(tables.SHIPPED.read_bytes())["version"] == tables.get_version()


@pytest.mark.parametrize("text", SHIPPED["trees"])
def test_the_shipped_trees_are_those_of_python_hcl2(text: str) -> None:
    assert SHIPPED["trees"][text] == [list(row) for row in shape_trees.read_new_tree(text)]


def test_common_expressions_are_read_without_python_hcl2() -> None:
    for text in ("_", "_ . _", "[ _ , _ ]", "{ _ = _ }", "_ ( _ , _ )", "_ . _ == _ ? _ : _"):
        assert text in SHIPPED["trees"]


@pytest.fixture
def others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tables for a grammar that is not installed."""
    file = tmp_path / "tables.json"
    content = {**json.loads(tables.SHIPPED.read_bytes()), "version": "lark 0.1"}
    file.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(tables, "SHIPPED", file)
    tables.load_parser.cache_clear()
    return file


@pytest.mark.usefixtures("others")
def test_tables_for_another_grammar_are_built_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def built() -> Any:
        with activate(Store(tmp_path / "store", b"k" * 32)):
            return tables.load_parser()

    first = built()
    monkeypatch.setattr("hcl2.parser.parser", None)
    tables.load_parser.cache_clear()
    second = built()
    tables.load_parser.cache_clear()
    assert first is not second
    for text in TEXTS:
        assert first.parse(text) == second.parse(text)
