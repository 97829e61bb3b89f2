"""Evaluated blocks as rules read them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeVar

from tflint_sagemaker.hcl.syntax import ObjectCons, Template, Variable
from tflint_sagemaker.sagemaker.argument import Argument
from tflint_sagemaker.sagemaker.placeholders import open_empty_default
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.reference_walk import walk_references
from tflint_sagemaker.terraform.spelling import find_similar
from tflint_sagemaker.terraform.values import INSTANCE_KEY, Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema
    from tflint_sagemaker.terraform.evaluated import EvaluatedArgument, EvaluatedBlock

View = TypeVar("View", bound="BlockView")

CALL = compile_later(r"(?:^|\.)module\.")


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block as rules read it.

    `address` is that of the instance it belongs to; `exists` is false for the stand-in of blocks
    or instances that may not come to be.
    """

    evaluated: EvaluatedBlock
    address: str
    schema: BlockSchema
    exists: bool = True
    _inside: dict[str, tuple[BlockView, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def span(self) -> Span:
        """The header of the block: what to underline when something is missing."""
        return self.evaluated.header

    @property
    def outermost(self) -> bool:
        """Whether it is a resource or data source, and no block inside one."""
        return self.evaluated.type in ("resource", "data") and len(self.evaluated.syntax.labels) > 1

    @property
    def type(self) -> str:
        """The type of the resource or data source, or of the nested block."""
        syntax = self.evaluated.syntax
        return syntax.labels[0].text if self.outermost else syntax.type

    def misspelt(self, *names: str) -> bool:
        """Whether an argument or block stands here that is unknown and near one of these.

        Another rule speaks of that, and what seems to be missing is only misspelt.
        """
        body = self.evaluated.syntax.body
        found = [a.name for a in body.attributes if a.name not in self.schema.attributes]
        for block in body.blocks:
            written = (block.type, *(label.text for label in block.labels))
            found += [name for name in written if name not in self.schema.blocks]
        return any(find_similar(name, names) for name in found)

    def given(self, name: str) -> Argument | None:
        """The argument as written, null or not; None if it is not written at all."""
        found = self.evaluated.arguments.get(name)
        if found is None:
            return None
        read: dict[str, Argument] = self.evaluated.read
        if name not in read:
            read[name] = self._read(name, found)
        return read[name]

    def _read(self, name: str, found: EvaluatedArgument) -> Argument:
        span = found.value.span or found.name_span
        value = open_empty_default(found.value, self.depth)
        wanted = self.schema.attributes.get(name)
        if wanted is None:
            return Argument(name, value, span)
        try:
            return Argument(name, convert(value, wanted.type), span)
        except ConversionError as misfit:
            return Argument(name, value, span, str(misfit))

    @property
    def called(self) -> bool:
        """Whether it stands in a module that another one calls, with all arguments in sight."""
        return self.depth > 0

    @property
    def depth(self) -> int:
        """The number of calls that lead to its module."""
        if "module." not in self.address:
            return 0
        return len(CALL.findall(INSTANCE_KEY.sub("", self.address)))

    def may_gain(self, kind: str) -> Unknown | None:
        """Why there may be more blocks of that type than there are, None if there cannot.

        A dynamic block that makes none in a module that nobody calls most often waits for a
        variable that has an empty default.
        """
        for block in self.evaluated.syntax.body.blocks:
            dynamic = block.type == "dynamic" and any(label.text == kind for label in block.labels)
            over = block.body.get_attribute("for_each")
            varies = over is not None and any(walk_references(over.value))
            if dynamic and varies and not self.called:
                return Unknown(f"other values of variables may make `{kind}` blocks", block.header)
        return self.evaluated.unsure.get(kind)

    def lacks(self, name: str) -> Span | None:
        """What to underline if that argument or block is missing; None if it may be there.

        For an argument that is null it is the null, else the header of the block.
        """
        if name in self.schema.blocks:
            there = bool(self.possible(name)) or name in self.evaluated.unsure
            return None if there else self.span
        found = self.given(name)
        if found is None:
            return self.span
        return found.span if found.raw.data is None else None

    def key_span(self, name: str, key: str) -> Span | None:
        """Where a key of a map stands, if the argument is written as one."""
        attribute = self.evaluated.syntax.body.get_attribute(name)
        if attribute is None or not isinstance(attribute.value, ObjectCons):
            return None
        for item in attribute.value.items:
            match item.key:
                case Variable(name=written):
                    text: str | None = written
                case Template():
                    text = item.key.literal
                case _:
                    text = None
            if text == key:
                return item.key.span
        return None

    def arguments(self) -> Iterator[Argument]:
        """Every argument that the type knows and the block gives, null or not."""
        for name in self.evaluated.arguments:
            found = self.given(name) if name in self.schema.attributes else None
            if found is not None:
                yield found

    def argument(self, name: str) -> Argument | None:
        """The argument; None if it is not given, known to be null, or of a wrong type."""
        found = self.given(name)
        return found if found and found.raw.data is not None and not found.misfit else None

    def children(self, kind: str) -> tuple[BlockView, ...]:
        """The nested blocks of that type. Raises Undecided if their number is not known."""
        reason = self.evaluated.unsure.get(kind)
        if reason is not None:
            raise Undecided(reason)
        return self.possible(kind)

    def possible(self, kind: str) -> tuple[BlockView, ...]:
        """The nested blocks of that type, with stand-ins (`exists` false) for unknown numbers."""
        found = self._inside.get(kind)
        if found is None:
            found = self._inside[kind] = tuple(self._views(kind))
        return found

    def _views(self, kind: str) -> Iterator[BlockView]:
        nested = self.schema.blocks.get(kind) if self.evaluated.blocks else None
        if nested is not None:
            for block in self.evaluated.list_blocks(kind):
                yield BlockView(block, self.address, nested.block, self.exists and block.exists)

    def nested(self) -> Iterator[BlockView]:
        """Every block in it, however deep, outermost first, stand-ins included."""
        for kind in self.schema.blocks if self.evaluated.blocks else ():
            for block in self.possible(kind):
                yield block
                yield from block.nested()

    def viewed(self, kind: Callable[..., View], **more: Any) -> View:
        """The same block as a view of another type, with what that type has beyond a block."""
        return kind(self.evaluated, self.address, self.schema, self.exists, **more)

    def child(self, kind: str) -> BlockView | None:
        """The only or first nested block of that type. Raises Undecided if that is not known."""
        return next(iter(self.children(kind)), None)
