"""Schemas of blocks, as a provider states them: arguments and nested blocks."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from tflint_sagemaker.terraform.types import (
    Object,
    Type,
    make_list_type,
    make_map_type,
    make_set_type,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class AttributeSchema:
    """An argument or an exported attribute; neither required nor optional means only exported."""

    type: Type
    required: bool = False
    optional: bool = False
    computed: bool = False

    @property
    def settable(self) -> bool:
        """Whether a configuration may set it."""
        return self.required or self.optional


@dataclass(frozen=True, slots=True)
class NestedSchema:
    """A nested block and how often it may occur; `most` of None means any number.

    `complete` is true if other versions of the provider have no further arguments in it.
    """

    block: BlockSchema
    kind: str = "list"
    least: int = 0
    most: int | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class BlockSchema:
    """The arguments and nested blocks of a block."""

    attributes: Mapping[str, AttributeSchema] = field(default_factory=dict)
    blocks: Mapping[str, NestedSchema] = field(default_factory=dict)


class Schemas(Protocol):
    """The known schemas of providers; None for a type that is not known, which is not checked."""

    def find_resource(self, kind: str) -> BlockSchema | None:
        """Return the schema of a managed resource type."""

    def find_data_source(self, kind: str) -> BlockSchema | None:
        """Return the schema of a data source type."""

    def find_provider(self, name: str) -> BlockSchema | None:
        """Return the schema of a provider's configuration block."""

    def explain_missing_type(self, block_type: str, kind: str) -> str | None:
        """Return a hint if the provider is certain to have no type of that name.

        `block_type` is `resource` or `data`.
        """


def make_object_type(schema: BlockSchema) -> Object:
    """Return the type of the value of a block with this schema."""
    attributes: dict[str, Type] = {name: a.type for name, a in schema.attributes.items()}
    attributes |= {name: make_nested_type(nested) for name, nested in schema.blocks.items()}
    return Object(attributes)


def make_nested_type(nested: NestedSchema) -> Type:
    """Return the type of the value of all nested blocks of one type."""
    inner = make_object_type(nested.block)
    match nested.kind:
        case "list":
            return make_list_type(inner)
        case "set":
            return make_set_type(inner)
        case "map":
            return make_map_type(inner)
        case _:
            return inner
