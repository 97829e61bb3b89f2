"""The list of what the documentation demands is whole and names rules that are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tflint_sagemaker import registry

ROOT = Path(__file__).parents[1]
SECTIONS = tomllib.loads((ROOT / "docs" / "coverage.toml").read_text("utf-8"))["section"]
DEMANDS = [demand for section in SECTIONS for demand in section["demands"]]

# The arguments that the page lists.
ARGUMENTS = """
    name primary_container execution_role_arn inference_execution_config container
    enable_network_isolation vpc_config tags image mode model_data_url container_hostname
    environment image_config repository_access_mode arn tags_all id
""".split()


def each_demand() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand["id"])


@each_demand()
def test_a_demand_has_rules_that_are_there_or_a_reason(demand: dict[str, Any]) -> None:
    codes = {rule.code for rule in registry.rules()}
    assert set(demand.get("rules", ())) <= codes
    assert bool(demand.get("rules")) != bool(demand.get("why_not"))


def test_ids_are_unique() -> None:
    ids = [demand["id"] for demand in DEMANDS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in ids)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_every_argument_of_the_page_is_there(argument: str) -> None:
    assert argument in {demand.get("argument") for demand in DEMANDS}
