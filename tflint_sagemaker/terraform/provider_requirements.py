"""Version constraints of providers, from `required_providers` and the lock file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import reader
from tflint_sagemaker.hcl.syntax import GetAttr, ObjectCons, ObjectItem, Template, Variable
from tflint_sagemaker.hcl.text import InputError, read_source
from tflint_sagemaker.terraform.language import LOCK_FILE
from tflint_sagemaker.terraform.version_constraints import VersionConstraint
from tflint_sagemaker.util import fs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.syntax import Block, Expression
    from tflint_sagemaker.terraform.module import Module

REGISTRY = "registry.terraform.io/"


def list_required_versions(module: Module, source: str) -> Iterator[VersionConstraint]:
    """Yield the constraints of a module's `required_providers` on the provider `hashicorp/NAME`."""
    for chunk in module.declarations.list_unnamed("terraform"):
        block = module.parse(chunk) if "required_providers" in chunk.span.text else None
        for demands in block.body.find_blocks("required_providers") if block else ():
            yield from _list_constraints(demands, source)


def _list_constraints(block: Block, source: str) -> Iterator[VersionConstraint]:
    for attribute in block.body.attributes:
        text = _get_literal(attribute.value)
        if text is not None and attribute.name == source.rpartition("/")[2]:
            yield VersionConstraint(text, attribute.value.span)  # the form of Terraform 0.12
        elif isinstance(attribute.value, ObjectCons):
            given = {_get_key(item): item.value for item in attribute.value.items}
            named = (
                _get_literal(given["source"])
                if "source" in given
                else f"hashicorp/{attribute.name}"
            )
            demand = _get_literal(given["version"]) if "version" in given else None
            if demand is not None and named and named.removeprefix(REGISTRY) == source:
                yield VersionConstraint(demand, given["version"].span)


def list_locked_versions(module: Module, source: str) -> Iterator[VersionConstraint]:
    """Yield the version that the lock file of a root module selects."""
    path = module.directory / LOCK_FILE
    if not fs.is_file(path):
        return
    try:
        file = reader.slice_file(read_source(path, module.display_path(path)))
        for chunk in file.chunks:
            if chunk.type == "provider" and chunk.labels[0].text == REGISTRY + source:
                chosen = reader.parse(chunk).body.get_attribute("version")
                text = _get_literal(chosen.value) if chosen else None
                if chosen and text:
                    yield VersionConstraint(text, chosen.value.span)
    except (InputError, IndexError):
        return  # Terraform reports it, and no other check depends on the file


def _get_key(item: ObjectItem) -> str | None:
    return item.key.name if isinstance(item.key, Variable) else _get_literal(item.key)


def _get_literal(expression: Expression) -> str | None:
    return expression.literal if isinstance(expression, Template) else None


def parse_provider_name(expression: Expression) -> str | None:
    """Return the configuration that an expression names, `NAME` or `NAME.ALIAS`, or None."""
    match expression:
        case Variable(name=name):
            return name
        case GetAttr(object=Variable(name=name), name=alias):
            return f"{name}.{alias}"
        case Template(literal=str() as text):
            return text
        case _:
            return None
