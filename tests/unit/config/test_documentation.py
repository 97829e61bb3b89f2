"""What the documentation shows of configuration is right."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

from tflint_sagemaker.config.load import load
from tflint_sagemaker.config.schema import build_schema
from tflint_sagemaker.rule import registry

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def blocks(page: str) -> list[str]:
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("page", "number"),
    [
        (page, number)
        for page in ("README.md", "docs/configuration.md")
        for number, _ in enumerate(blocks(page))
    ],
)
def test_examples_of_configuration(page: str, number: int, tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("", encoding="utf-8")
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "prod.tfvars").write_text("", encoding="utf-8")
    path = tmp_path / "tflint-sagemaker.toml"
    text = blocks(page)[number].replace("../base.toml", "base.toml")
    path.write_text(text, encoding="utf-8")
    assert load(path, str).path == path


def test_the_page_shows_every_key() -> None:
    first = tomllib.loads(blocks("docs/configuration.md")[0])
    known = build_schema(registry.load_rules())["properties"]
    assert set(first) == set(known)
    for name in ("overrides", "suppressions"):
        keys = {key for table in first[name] for key in table}
        left = {"path", "select", "extend-select"}
        assert keys | left >= set(known[name]["items"]["properties"])
