"""What CreateModel demands, as the service model that botocore carries states it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.loaders import Loader

from tflint_sagemaker.sagemaker.provider import load_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.terraform.block_schema import BlockSchema

LOADER: Any = Loader
SHAPES: dict[str, Any] = LOADER().load_service_model("sagemaker", "service-2")["shapes"]

# Members of the API whose names in Terraform are not just theirs in lower case.
RENAMED = {
    "ModelName": "name",
    "Containers": "container",
    "AdditionalModelDataSources": "additional_model_data_source",
}

CONTAINER = re.compile(r"^(primary_container|container)\[\]\.")
ANYTHING = {".*", r"[\S\s]*", r"[\s\S]*"}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One limit of the service model at one path of the resource, `absent` if it has no such."""

    path: str
    kind: str
    name: str
    value: Any
    absent: bool = False

    def __str__(self) -> str:
        return f"{self.path} {self.name}"


def short(path: str) -> str:
    """The path with `C` for a container of either kind."""
    return CONTAINER.sub("C.", path)


def terraform_name(member: str) -> str:
    """The name in Terraform of a member of the API."""
    return RENAMED.get(member) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", member).lower()


def constraints(shape: str, schema: BlockSchema | None, prefix: str = "") -> Iterator[Constraint]:
    """All limits of a structure; without a schema, of one that the resource does not have."""
    for member, reference in SHAPES[shape]["members"].items():
        name = terraform_name(member)
        path = prefix + name
        target = reference["shape"]
        known = schema is not None and (name in schema.attributes or name in schema.blocks)
        if member in SHAPES[shape].get("required", ()):
            yield Constraint(path, SHAPES[target]["type"], "required", value=True, absent=not known)
        if name == "tags":
            yield from limits(path, target)
            tag = SHAPES[SHAPES[target]["member"]["shape"]]["members"]
            yield from limits("tags{key}", tag["Key"]["shape"])
            yield from limits("tags{value}", tag["Value"]["shape"])
        elif SHAPES[SHAPES[target].get("member", {}).get("shape", target)]["type"] == "structure":
            if SHAPES[target]["type"] == "list":
                yield from limits(path, target, absent=not known)
                target = SHAPES[target]["member"]["shape"]
            nested = schema.blocks[name].block if schema is not None and known else None
            yield from constraints(target, nested, f"{path}[].")
        else:
            yield from values(path, target, absent=not known)


def values(path: str, shape: str, *, absent: bool) -> Iterator[Constraint]:
    """The limits of an argument and of its elements."""
    yield from limits(path, shape, absent=absent)
    match SHAPES[shape]["type"]:
        case "list":
            yield from limits(f"{path}[]", SHAPES[shape]["member"]["shape"], absent=absent)
        case "map":
            yield from limits(f"{path}{{key}}", SHAPES[shape]["key"]["shape"], absent=absent)
            yield from limits(f"{path}{{value}}", SHAPES[shape]["value"]["shape"], absent=absent)


def limits(path: str, shape: str, *, absent: bool = False) -> Iterator[Constraint]:
    """The limits of one shape that exclude anything."""
    kind = SHAPES[shape]["type"]
    for name in ("enum", "pattern", "min", "max"):
        value = SHAPES[shape].get(name)
        if (
            value is None
            or (name, value) == ("min", 0)
            or (name == "pattern" and value in ANYTHING)
        ):
            continue
        yield Constraint(path, kind, name, value, absent)


MODEL = load_schemas().find_resource("aws_sagemaker_model")
assert MODEL is not None
DEMANDED = tuple(constraints("CreateModelInput", MODEL))
