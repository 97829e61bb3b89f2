"""The shape of a block as a provider states it: its arguments, its nested blocks."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.types import Type


@dataclass(frozen=True, slots=True)
class AttributeSchema:
    """An argument or an exported attribute. Neither required nor optional: only exported."""

    type: Type
    required: bool = False
    optional: bool = False
    computed: bool = False

    @property
    def settable(self) -> bool:
        """Whether a configuration may give it."""
        return self.required or self.optional


@dataclass(frozen=True, slots=True)
class NestedSchema:
    """A nested block and how many of it there may be; `most` of None means any number."""

    block: BlockSchema
    kind: str = "list"
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class BlockSchema:
    """The arguments and nested blocks of a block."""

    attributes: Mapping[str, AttributeSchema] = field(default_factory=dict)
    blocks: Mapping[str, NestedSchema] = field(default_factory=dict)


class Schemas(Protocol):
    """What is known of providers. None means nothing is known of that type: say nothing of it."""

    def resource(self, kind: str) -> BlockSchema | None:
        """Shape of a managed resource type."""

    def data(self, kind: str) -> BlockSchema | None:
        """Shape of a data source type."""

    def provider(self, name: str) -> BlockSchema | None:
        """Shape of a provider's configuration block."""

    def no_such_type(self, block_type: str, kind: str) -> str | None:
        """The cure, if the provider is certain to have no type of that name.

        `block_type` is `resource` or `data`.
        """
