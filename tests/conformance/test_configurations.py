"""Configurations on disk: the values of their models and their diagnostics.

Each directory of tests/fixtures/terraform is a configuration. expected.json says what is found in
it; recorded.json is what Terraform 1.11.4 with hashicorp/aws 5.100.0 made of it: the instances and
values of a plan, or the lines that plan or validate refuse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.terraform.block_schema import AttributeSchema, BlockSchema, NestedSchema
from tflint_sagemaker.terraform.configuration import Configuration
from tflint_sagemaker.terraform.module import Inputs, Module, read_module
from tflint_sagemaker.terraform.types import ANY, BOOL, STRING, Type, make_map_type, make_set_type
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import Diagnostic
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock, Instance

CASES = FIXTURES / "terraform"
NAMES = sorted(path.name for path in CASES.iterdir() if path.name != "recorded")
KIND = "aws_sagemaker_model"


# A few shapes as hashicorp/aws 5.100.0 states them, cut to what the configurations use.


def required(type_: Type = STRING) -> AttributeSchema:
    return AttributeSchema(type_, required=True)


def optional(type_: Type = STRING) -> AttributeSchema:
    return AttributeSchema(type_, optional=True)


def computed(type_: Type = STRING) -> AttributeSchema:
    return AttributeSchema(type_, computed=True)


def either(type_: Type = STRING) -> AttributeSchema:
    return AttributeSchema(type_, optional=True, computed=True)


CONTAINER = BlockSchema(
    {
        "image": optional(),
        "mode": optional(),
        "container_hostname": optional(),
        "model_data_url": optional(),
        "model_package_name": optional(),
        "environment": optional(make_map_type(STRING)),
    },
    {
        "multi_model_config": NestedSchema(
            BlockSchema({"model_cache_setting": optional()}), most=1
        ),
    },
)
VPC = BlockSchema(
    {
        "subnets": required(make_set_type(STRING)),
        "security_group_ids": required(make_set_type(STRING)),
    }
)
RESOURCES = {
    "aws_sagemaker_model": BlockSchema(
        {
            "name": either(),
            "id": either(),
            "arn": computed(),
            "execution_role_arn": required(),
            "enable_network_isolation": optional(BOOL),
            "tags": optional(make_map_type(STRING)),
            "tags_all": either(make_map_type(STRING)),
        },
        {
            "primary_container": NestedSchema(CONTAINER, most=1),
            "container": NestedSchema(CONTAINER),
            "vpc_config": NestedSchema(VPC, most=1),
        },
    ),
    "aws_iam_role": BlockSchema(
        {
            "name": either(),
            "id": either(),
            "arn": computed(),
            "path": optional(),
            "description": optional(),
            "assume_role_policy": required(),
        },
    ),
    "aws_s3_bucket": BlockSchema({"bucket": either(), "id": either(), "arn": computed()}),
}
DATA = {
    "aws_iam_role": BlockSchema({"name": required(), "id": either(), "arn": computed()}),
    "aws_region": BlockSchema({"name": either(), "id": either()}),
    "aws_sagemaker_prebuilt_ecr_image": BlockSchema(
        {"repository_name": required(), "region": optional(), "registry_path": computed()}
    ),
}


class FewSchemas:
    def find_resource(self, kind: str) -> BlockSchema | None:
        return RESOURCES.get(kind)

    def find_data_source(self, kind: str) -> BlockSchema | None:
        return DATA.get(kind)

    def find_provider(self, name: str) -> BlockSchema | None:  # noqa: ARG002
        return None

    def explain_missing_type(self, block_type: str, kind: str) -> str | None:
        misspelt = block_type == "resource" and kind == "aws_s3_buckett"
        return "did you mean `aws_s3_bucket`?" if misspelt else None


def configuration(directory: Path) -> Configuration:
    """Return the configuration of a fixture, with the inputs of its inputs.json."""
    modules: dict[Path, Module] = {}

    def shown(path: Path) -> str:
        return path.resolve().relative_to(directory.resolve()).as_posix()

    def load_module(path: Path) -> Module:
        if path not in modules:
            modules[path] = read_module(path, shown)
        return modules[path]

    root = load_module(directory.resolve())
    return Configuration(root, inputs(directory), FewSchemas(), load_module)


def inputs(directory: Path) -> Inputs:
    file = directory / "inputs.json"
    if not file.exists():
        return Inputs()
    given = json.loads(file.read_text("utf-8"))
    return Inputs(
        environment=given["environment"],
        var_files=tuple(directory.resolve() / name for name in given["var_files"]),
        variables=tuple((name, text) for name, text in given["variables"]),
    )


def describe(directory: Path) -> dict[str, Any]:
    """Return instances with values, unknowns with reasons, diagnostics with lines."""
    found = configuration(directory)
    instances = found.list_instances(KIND)
    found.check_mentions(KIND)
    found.check_own_blocks(KIND)
    described: dict[str, Any] = {"instances": [_instance(instance) for instance in instances]}
    described["diagnostics"] = [
        {
            "at": _place(diagnostic.span),
            "kind": diagnostic.kind,
            "message": _own_words(diagnostic),
            **({"hint": diagnostic.hint} if diagnostic.hint else {}),
        }
        for diagnostic in found.diagnostics
    ]
    described["errors"] = [_place(error.span) for error in found.errors]
    return described


def _own_words(diagnostic: Diagnostic) -> str:
    """Return the message without the part of conversions and functions, tested elsewhere."""
    if diagnostic.kind in ("invalid-variable-value", "invalid-repetition", "unsupported-attribute"):
        return diagnostic.message.partition(": ")[0]
    return diagnostic.message


def _place(span: Span) -> str:
    return f"{span.source.path}:{span.first.line}:{span.first.column}"


def _instance(instance: Instance) -> dict[str, Any]:
    values, unknown, ways = {}, {}, {}
    for path, value in _leaves(instance.body, ""):
        if isinstance(value.data, Unknown):
            unknown[path] = value.data.reason
        else:
            values[path] = _plain(value)
        if value.via:
            ways[path] = [step.what for step in value.via]
    described: dict[str, Any] = {"address": instance.address, "exists": instance.exists}
    if instance.calls:
        described["calls"] = [step.what for step in instance.calls]
    described["values"] = values
    described |= {key: found for key, found in (("unknown", unknown), ("via", ways)) if found}
    unsure = dict(_unsure(instance.body, ""))
    return described | ({"unsure": unsure} if unsure else {})


def _leaves(block: EvaluatedBlock, path: str) -> list[tuple[str, Value]]:
    """Return every argument by its path, blocks counted by type; null arguments too."""
    found: list[tuple[str, Value]] = []
    for name, argument in block.arguments.items():
        found.extend(_parts(f"{path}{name}", argument.value))
    counts: dict[str, int] = {}
    for nested in block.blocks:
        at = counts[nested.type] = counts.get(nested.type, -1) + 1
        maybe = "" if nested.exists else "?"
        found.append((f"{path}{nested.type}[{at}]{maybe}", Value(ANY, {})))
        found.extend(_leaves(nested, f"{path}{nested.type}[{at}]{maybe}."))
    return found


def _parts(path: str, value: Value) -> list[tuple[str, Value]]:
    if isinstance(value.data, Mapping) and value.unknown is not None:
        return [p for key, item in value.data.items() for p in _parts(f"{path}.{key}", item)]
    if isinstance(value.data, tuple) and value.unknown is not None:
        return [p for at, item in enumerate(value.data) for p in _parts(f"{path}[{at}]", item)]
    return [(path, value)]


def _unsure(block: EvaluatedBlock, path: str) -> list[tuple[str, str]]:
    found = [(f"{path}{kind}", reason.reason) for kind, reason in block.unsure.items()]
    for nested in block.blocks:
        found.extend(_unsure(nested, f"{path}{nested.type}."))
    return found


def _plain(value: Value) -> Any:
    match value.data:
        case Mapping():
            return {key: _plain(item) for key, item in sorted(value.data.items())}
        case tuple():
            return [_plain(item) for item in value.data]
        case Fraction():
            return float(value.data)
        case _:
            return value.data


@pytest.mark.parametrize("name", NAMES)
def test_configuration(name: str, golden: Callable[[str, str], None]) -> None:
    described = json.dumps(describe(CASES / name), indent=2, ensure_ascii=False)
    golden(described + "\n", f"terraform/{name}/expected.json")


RECORDED = sorted(path.parent.name for path in CASES.glob("*/recorded.json"))


@pytest.mark.parametrize("name", RECORDED)
def test_terraform_agrees(name: str) -> None:
    directory = CASES / name
    recorded = json.loads((directory / "recorded.json").read_text("utf-8"))
    described = describe(directory)
    if "instances" in recorded:
        assert not described["diagnostics"]
        assert not described["errors"]
        found = {i["address"]: i["values"] for i in described["instances"] if i["exists"]}
        assert found.keys() == recorded["instances"].keys()
        for address, values in found.items():
            planned = recorded["instances"][address]
            assert {path: planned[path] for path in values if path in planned} == {
                path: _as_planned(value) for path, value in values.items() if path in planned
            }
    else:
        places = [fault["at"] for fault in described["diagnostics"]] + described["errors"]
        lines = {place.rpartition(":")[0] for place in places}
        refused = set(recorded["refused"])
        if recorded.get("unplaced"):
            # Terraform gives no place for cycles, missing provider configurations and defaults.
            assert lines >= refused
            assert lines
        elif recorded.get("hangs_on_defaults"):
            # The plan fails with the defaults alone, which are not all that may be given.
            assert not lines
        elif recorded.get("stops_at_the_first"):
            assert refused < lines
        else:
            assert lines == refused


def _as_planned(value: Any) -> Any:
    """A value as the provider's types show it: text, sets in order, no null elements."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case dict():
            return {key: _as_planned(item) for key, item in value.items() if item is not None}
        case list():
            return sorted(_as_planned(item) for item in value)
        case _:
            return value
