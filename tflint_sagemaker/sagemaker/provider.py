"""What is known of the AWS provider: the shapes of the types that belong to a model."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.block_schema import AttributeSchema, BlockSchema, NestedSchema
from tflint_sagemaker.terraform.spelling import has_one_typo, is_shortened
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Collection,
    Object,
    Tuple,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).with_name("data")
AWS = "hashicorp/aws"
TABLES = {"resource": "resources", "data": "data"}
BLOCK_TYPES = {table: block_type for block_type, table in TABLES.items()}
PRIMITIVES: dict[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "dynamic": ANY}

# Arguments of the provider that releases before and after the recorded one have: 6.x added
# `tag_policy_compliance` and `user_agent`, 5.0 took out the others (upgrade guides of
# hashicorp/aws 4.0, 5.0 and 6.0).
OTHER_ARGUMENTS = (
    "tag_policy_compliance",
    "user_agent",
    "s3_force_path_style",
    "shared_credentials_file",
    "skip_get_ec2_platforms",
)
OTHER_ROLE_ARGUMENTS = ("duration_seconds",)

# Of Terraform's own provider, terraform.io/builtin/terraform. `store` is a block that came later:
# https://developer.hashicorp.com/terraform/language/v1.17.x/resources/terraform-data
BUILT_IN: dict[str, Any] = {
    "terraform_data": {
        "attributes": {
            "id": ["string", "c"],
            "input": ["dynamic", "o"],
            "output": ["dynamic", "c"],
            "triggers_replace": ["dynamic", "o"],
            "store": ["dynamic", "c"],
        },
        "blocks": {},
    },
}


def read_data_file(name: str) -> Any:
    """Contents of a file of facts in `sagemaker/data/`."""
    return json.loads((DATA / name).read_bytes())


def read_data_sources() -> dict[str, str]:
    """Where the facts in each file in `sagemaker/data/` are from."""
    names = sorted(file.name for file in DATA.iterdir() if file.name.endswith(".json"))
    told = {name: read_data_file(name) for name in names}
    return {
        name.removesuffix(".json"): str(
            facts.get("$generated") or facts.get("$source", "")
        ).removesuffix("; do not edit")
        for name, facts in told.items()
    }


class AwsSchemas:
    """Shapes from hashicorp/aws. See `tools/provider_schema.py` for where they come from."""

    def __init__(self) -> None:
        self._raw = read_data_file("provider_schema.json")
        self._known: dict[tuple[str, str], BlockSchema | None] = {}

    def find_resource(self, kind: str) -> BlockSchema | None:
        """Shape of a managed resource type, None if nothing is known of it."""
        return self._shape("resources", kind)

    def find_data_source(self, kind: str) -> BlockSchema | None:
        """Shape of a data source type, None if nothing is known of it."""
        return self._shape("data", kind)

    def find_provider(self, name: str) -> BlockSchema | None:
        """Shape of a provider's configuration block, None if nothing is known of it.

        What other versions know is in it too; the endpoints, of which each brings more, are open.
        """
        shape = self._shape("providers", name)
        if shape is None or name != "aws":
            return shape
        role = shape.blocks["assume_role"]
        return BlockSchema(
            _add_attributes(shape.attributes, OTHER_ARGUMENTS),
            {
                **shape.blocks,
                "endpoints": NestedSchema(BlockSchema()),
                "default_tags": replace(shape.blocks["default_tags"], complete=True),
                "assume_role": replace(
                    role,
                    block=BlockSchema(_add_attributes(role.block.attributes, OTHER_ROLE_ARGUMENTS)),
                ),
            },
        )

    def explain_missing_type(self, block_type: str, kind: str) -> str | None:
        """The cure, if no version of the provider has a type of that name."""
        table = TABLES.get(block_type)
        if table is None or kind in self._raw[table]:
            return None
        if not kind.casefold().startswith("aws_"):
            whole = f"aws_{kind}"
            return f"did you mean `{whole}`?" if whole in self._raw[table] else None
        types = read_type_names()
        if kind in types[table]:
            return None
        other = "data" if table == "resources" else "resources"
        if kind in self._raw[other]:
            return f"write it as a `{BLOCK_TYPES[other]}` block"
        meant = next((known for known in types[table] if has_one_typo(kind, known)), None)
        if table == "resources" and kind.removesuffix("s") in self._raw[table]:
            meant = kind.removesuffix("s")  # only data sources come in the plural
        meant = meant or next(
            (known for known in self._raw[table] if is_shortened(kind, known)), None
        )
        return f"did you mean `{meant}`?" if meant else None

    def _shape(self, table: str, kind: str) -> BlockSchema | None:
        key = (table, kind)
        if key not in self._known:
            raw = self._raw[table].get(kind)
            if raw is None and table == "resources":
                raw = BUILT_IN.get(kind)
            self._known[key] = None if raw is None else parse_block_schema(raw)
        return self._known[key]


def _add_attributes(
    known: Mapping[str, AttributeSchema], others: tuple[str, ...]
) -> Mapping[str, AttributeSchema]:
    return {**known, **{name: AttributeSchema(ANY, optional=True) for name in others}}


@cache
def read_type_names() -> dict[str, list[str]]:
    """The names of all types of the provider, read once and only if one of them is in question."""
    names: dict[str, list[str]] = read_data_file("aws_types.json")
    return names


@cache
def load_schemas() -> AwsSchemas:
    """The shapes, read once."""
    return AwsSchemas()


@cache
def read_introduced_versions() -> Mapping[str, str]:
    """The first version of hashicorp/aws that knows an argument or block of a model, by its name.

    What is not named has been there since 3.0.0. See `data/provider_versions.json`.
    """
    known = read_data_file("provider_versions.json")["arguments"]
    return {name: since for name, (since, _) in known.items()}


def parse_block_schema(raw: dict[str, Any]) -> BlockSchema:
    """A block's shape from its compact JSON form."""
    return BlockSchema(
        {
            name: AttributeSchema(parse_type(given), "r" in flags, "o" in flags, "c" in flags)
            for name, (given, flags) in raw["attributes"].items()
        },
        {
            name: NestedSchema(
                parse_block_schema(nested), nested["kind"], nested["least"], nested["most"]
            )
            for name, nested in raw["blocks"].items()
        },
    )


def parse_type(given: Any) -> Type:
    """A type from the JSON form of `terraform providers schema`."""
    match given:
        case str():
            return PRIMITIVES[given]
        case ["list" | "set" | "map" as kind, element]:
            return Collection(kind, parse_type(element))
        case ["object", attributes, *_]:
            return Object({name: parse_type(inner) for name, inner in attributes.items()})
        case ["tuple", elements]:
            return Tuple(tuple(parse_type(element) for element in elements))
        case _:
            return ANY
