"""The list of what is demanded is whole and names rules that are there."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT
from support.service_model import DEMANDED, short

from tflint_sagemaker.rule import registry
from tflint_sagemaker.sagemaker.provider import load_schemas

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.block_schema import BlockSchema

COVERAGE = tomllib.loads((ROOT / "docs" / "coverage.toml").read_text("utf-8"))
DEMANDS = [demand for section in COVERAGE["section"] for demand in section["demands"]]

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
    codes = {rule.code for rule in registry.load_rules()}
    assert set(demand.get("rules", ())) <= codes
    assert bool(demand.get("rules")) != bool(demand.get("why_not"))


def test_ids_are_unique() -> None:
    ids = [demand["id"] for demand in DEMANDS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in ids)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_every_argument_of_the_page_is_there(argument: str) -> None:
    assert argument in {demand.get("argument") for demand in DEMANDS}


# --- the service model -------------------------------------------------------------------------

LIMITS = {(short(limit.path), limit.name): limit for limit in DEMANDED}
ROWS = {(row["at"], row["limit"]): row for row in COVERAGE["api"]}


@pytest.mark.parametrize("limit", LIMITS, ids=" ".join)
def test_a_limit_of_the_service_has_a_row(limit: tuple[str, str]) -> None:
    assert limit in ROWS, "docs/coverage.toml has no row for it"
    row = ROWS[limit]
    assert row["value"] == LIMITS[limit].value, f"mend {row.get('rules')} and docs/coverage.toml"


def test_a_row_is_for_an_existing_limit_and_occurs_once() -> None:
    assert set(ROWS) <= set(LIMITS)
    assert len(ROWS) == len(COVERAGE["api"])


@pytest.mark.parametrize(
    "row", [*COVERAGE["api"], *COVERAGE["provider"]], ids=lambda row: row.get("id") or row["at"]
)
def test_a_row_names_rules_that_are_there_or_a_reason(row: dict[str, Any]) -> None:
    assert set(row.get("rules", ())) <= {rule.code for rule in registry.load_rules()}
    assert row.get("rules") or row.get("why_not")


# --- the provider ------------------------------------------------------------------------------


def arguments(schema: BlockSchema, prefix: str) -> set[tuple[str, str]]:
    """What the provider's schema says of each argument and block, as checks."""
    found: set[tuple[str, str]] = set()
    for name, argument in schema.attributes.items():
        if not argument.settable:
            found.add((prefix + name, "set"))
        elif argument.required:
            found.add((prefix + name, "required"))
        elif str(argument.type) != "string":
            found.add((prefix + name, "type"))
    for name, nested in schema.blocks.items():
        if nested.most is not None:
            found.add((prefix + name, "most"))
        if nested.least:
            found.add((prefix + name, "least"))
        found |= arguments(nested.block, f"{prefix}{name}[].")
    return found


def shapes() -> set[tuple[str, str]]:
    model = load_schemas().find_resource("aws_sagemaker_model")
    image = load_schemas().find_data_source("aws_sagemaker_prebuilt_ecr_image")
    assert model is not None
    assert image is not None
    return arguments(model, "") | arguments(image, "data.")


NEWER = re.compile(r"additional_model_data_source|^(data\.)?region$")  # than 5.100.0
SHAPES = sorted({(short(at), what) for at, what in shapes() if not NEWER.search(at)})


@pytest.mark.parametrize("shape", SHAPES, ids=" ".join)
def test_what_the_schema_of_the_provider_checks_has_a_row(shape: tuple[str, str]) -> None:
    assert shape in {(row["at"], row["id"].rpartition("-")[2]) for row in COVERAGE["provider"]}


def test_the_ids_of_checks_are_unique() -> None:
    ids = [row["id"] for row in COVERAGE["provider"]]
    assert len(ids) == len(set(ids))
