"""Evaluated blocks as rules read them: plain Python, or `Undecided`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from tflint_sagemaker.hcl.syntax import ObjectCons, Template, Variable
from tflint_sagemaker.sagemaker.placeholders import waits
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Related
from tflint_sagemaker.terraform.reference_walk import walk_references
from tflint_sagemaker.terraform.spelling import find_similar
from tflint_sagemaker.terraform.values import DEFAULT_OF, INSTANCE_KEY, Undecided, Unknown, Value
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema
    from tflint_sagemaker.terraform.evaluated import EvaluatedArgument, EvaluatedBlock
    from tflint_sagemaker.terraform.values import ResourceAttribute


View = TypeVar("View", bound="BlockView")

CALL = lazy_regex(r"(?:^|\.)module\.")


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument that is given, or a part of one: an element of its list, a value of its map.

    `span` is the expression to underline: for a part it is the part's own expression where it
    has one. `raw` is the evaluated value, converted to the argument's type; if that cannot be
    done it is left as it is, and `misfit` says why in Terraform's words.
    """

    name: str
    raw: Value
    span: Span
    misfit: str | None = None

    @property
    def value(self) -> Any:
        """The value as plain Python. Raises Undecided when it, or some part of it, is unknown.

        The default of a variable that says what to put in its place is as good as unknown.
        """
        if isinstance(self.raw.data, str) and not self.raw.via:
            return self.raw.data
        reason = self.raw.unknown
        if reason is not None:
            raise Undecided(reason)
        if waits(self.raw):
            raise Undecided(Unknown(f"`{self.name}` waits to be replaced", self.span))
        return plain(self.raw)

    @property
    def text(self) -> str | None:
        """The value if it is a string, None if it is null or no string. Raises Undecided."""
        return value if isinstance(value := self.value, str) else None

    @property
    def shown(self) -> str:
        """The value as a message may quote it: short, and not at all if it is sensitive."""
        return "(sensitive)" if self.raw.sensitive else shorten(str(self.value))

    @property
    def is_null(self) -> bool:
        """Whether it is null, which is as good as not given. Raises Undecided."""
        if isinstance(self.raw.data, Unknown):
            if self.raw.data.not_null:
                return False
            raise Undecided(self.raw.data)
        return self.raw.data is None

    @property
    def source(self) -> ResourceAttribute | None:
        """The resource's attribute that this will be equal to, if it is unknown but for that."""
        return self.raw.data.source if isinstance(self.raw.data, Unknown) else None

    @property
    def sources(self) -> tuple[ResourceAttribute, ...]:
        """The resources' attributes that the value is taken from unchanged, known or not."""
        taken = tuple(step.source for step in self.raw.via if step.source is not None)
        return (*taken, self.source) if self.source else taken

    @property
    def prefix(self) -> str:
        """What a string that is unknown is certain to start with; nothing for other values."""
        return self.raw.data.prefix if isinstance(self.raw.data, Unknown) else ""

    @property
    def suffix(self) -> str:
        """What a string that is unknown is certain to end with; nothing for other values."""
        return self.raw.data.suffix if isinstance(self.raw.data, Unknown) else ""

    @property
    def start(self) -> str:
        """As much of a string as is known from its start: all of it, if it is known."""
        return self.raw.data if isinstance(self.raw.data, str) else self.prefix

    @property
    def is_replaceable(self) -> bool:
        """Whether it comes from the default of a variable, which may be given another value."""
        return any(step.is_default for step in self.raw.via)

    def starts_with(self, prefix: str) -> bool:
        """Whether the string starts so; decided also if only the start of it is known."""
        if isinstance(self.raw.data, Unknown):
            known = self.raw.data.prefix
            if known.startswith(prefix):
                return True
            if not prefix.startswith(known):
                return False
        text = self.text
        return text is not None and text.startswith(prefix)

    def ends_with(self, suffix: str) -> bool:
        """Whether the string ends so; decided also if only the end of it is known."""
        if isinstance(self.raw.data, Unknown):
            known = self.raw.data.suffix
            if known.endswith(suffix):
                return True
            if not suffix.endswith(known):
                return False
        text = self.text
        return text is not None and text.endswith(suffix)

    def point(self, part: Span, what: str) -> tuple[Span, tuple[Related, ...]]:
        """Where to point for a fault in a part of the value, and the places related to it.

        Terraform points at the whole value, by its first line. A part on that line is told from
        the rest; a part further down is shown beside the whole.
        """
        same_line = part.source is self.span.source and part.first.line == self.span.first.line
        if same_line or part == self.span:
            return part, self.related
        return self.span, (Related(what, part), *self.related)

    def elements(self) -> Iterator[Argument]:
        """The elements of a list, set or tuple. Raises Undecided if their number is unknown."""
        match self.raw.data:
            case Unknown():
                raise Undecided(self.raw.data)
            case tuple():
                for item in self.raw.data:
                    yield Argument(self.name, item, item.span or self.span)

    def items(self) -> Iterator[tuple[str, Argument]]:
        """Keys and values of a map or object. Raises Undecided if the keys are unknown."""
        match self.raw.data:
            case Unknown():
                raise Undecided(self.raw.data)
            case Mapping():
                for key, item in self.raw.data.items():
                    yield key, Argument(key, item, item.span or self.span)

    @property
    def related(self) -> tuple[Related, ...]:
        """The places that the value came through, for the reader of a finding."""
        return tuple(Related(step.what, step.span) for step in self.raw.via)


def plain(value: Value) -> Any:
    """A wholly known value as plain Python: str, bool, int, float, list, dict or None."""
    if isinstance(value.data, str):
        return value.data
    match value.data:
        case tuple():
            return [plain(item) for item in value.data]
        case Mapping():
            return {key: plain(item) for key, item in value.data.items()}
        case Fraction():
            return float(value.data)
        case _:
            return value.data


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
        value = _without_placeholder(found.value, self.depth)
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


def _without_placeholder(value: Value, depth: int) -> Value:
    """The value, unknown if it is nothing but the empty default of a variable of the root module.

    A module that nobody calls is most often one to be called, or to be given its values, and its
    empty defaults are there to be replaced, wherever they are passed on to. `depth` is the number
    of calls that lead to where the value stands.
    """
    if not value.via or value.data not in (None, "", ()):
        return value
    steps = [step.what.partition(" ")[0] for step in value.via]
    at = steps.index("default") if "default" in steps else None
    if at is None or steps[at:].count("argument") < depth:
        return value
    default = value.via[at]
    name = default.what.removeprefix(DEFAULT_OF)
    return replace(value, data=Unknown(f"{name} is empty unless a value is given", default.span))


def shorten(text: str, most: int = 80) -> str:
    """A text short enough for a message, on one line."""
    line = text
    if not text.isprintable():
        line = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
    return line if len(line) <= most else f"{line[: most - 1]}…"
