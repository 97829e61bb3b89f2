"""What is shipped of python-hcl2's work is what python-hcl2 does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import hcl2
import pytest

from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.cache.store import Store
from tflint_sagemaker.hcl import parser, tables

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = json.loads(parser.SHIPPED.read_bytes())
TEXTS = (
    "_ = 1\n",
    "a = [for x in y : x if z]\n",
    "b _ {\n  c = d ? e : f(g...)\n}\n",
    "a = {\n  b = c\n  (d) = !e\n}\n",
    "a = b[*].c.0 + -d * 2 == 3 && e || f\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_tables_read_as_their_grammar_says(text: str) -> None:
    assert tables.parser().parse(text) == hcl2.parses_to_tree(text.removesuffix("\n"))


def test_the_tables_are_for_what_is_installed() -> None:
    assert json.loads(tables.SHIPPED.read_bytes())["version"] == tables.version()


@pytest.mark.parametrize("shape", SHIPPED["shapes"])
def test_the_trees_that_are_shipped_are_those_that_are_read(shape: str) -> None:
    rows = [list(row) for row in parser.parsed(shape)]
    assert SHIPPED["shapes"][shape] == rows


@pytest.fixture
def others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tables for a grammar that is not installed."""
    file = tmp_path / "tables.json"
    told = {**json.loads(tables.SHIPPED.read_bytes()), "version": "lark 0.1 of yore"}
    file.write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(tables, "SHIPPED", file)
    tables.parser.cache_clear()
    return file


@pytest.mark.usefixtures("others")
def test_tables_for_another_grammar_are_built_and_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def built() -> Any:
        with memo.using(Store(tmp_path / "store", b"k" * 32)):
            return tables.parser()

    first = built()
    monkeypatch.setattr("hcl2.parser.parser", None)
    tables.parser.cache_clear()
    second = built()
    tables.parser.cache_clear()
    assert first is not second
    for text in TEXTS:
        assert first.parse(text) == second.parse(text)
