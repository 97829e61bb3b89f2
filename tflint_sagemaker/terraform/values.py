"""Values of expressions: known, null, or unknown with the reason.

A value also has the span where it is written and the steps from there (a variable, a local, an
output), so that a finding can point at the default of the variable that gives the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import is_normalized, normalize

from tflint_sagemaker.terraform.types import ANY, BOOL, NUMBER, STRING, Object, Tuple, Type
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.text import Span


# In an address: `[0]`, `["blue"]`, or `[*]` for any.
INSTANCE_KEY = compile_later(r"\[(?:\d+|\*|\"(?:[^\"\\]|\\.)*\")\]")


def parse_resource_address(address: str) -> tuple[bool, str]:
    """Parse an address: whether it is a data source, and the type; "" for other addresses."""
    parts = INSTANCE_KEY.sub("", address).split(".")
    while parts[0] == "module":
        del parts[:2]
        if not parts:
            return False, ""
    return parts[0] == "data", parts[-2] if len(parts) > 1 else ""


@dataclass(frozen=True, slots=True)
class ResourceAttribute:
    """An attribute of a resource or data source that has a value: `TYPE.NAME` and `arn`."""

    address: str
    attribute: str

    @property
    def type(self) -> str:
        """The type of the resource or data source."""
        return parse_resource_address(self.address)[1]

    @property
    def is_data(self) -> bool:
        """Whether it is an attribute of a data source."""
        return parse_resource_address(self.address)[0]


# A part of a string: a text, the attribute that has the text, or None if nothing is known.
StringPart: TypeAlias = "str | ResourceAttribute | None"


DEFAULT_OF = "default of "


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the origin of a value: `what` names it ("default of var.image").

    `span` is where it is written; `source` is the attribute, if the step is one of a resource.
    """

    what: str
    span: Span
    source: ResourceAttribute | None = None

    @property
    def is_default(self) -> bool:
        """Whether it is the default of a variable."""
        return self.what.startswith(DEFAULT_OF)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An unknown value. `reason` is a clause: "var.image has no default and no value was given".

    `prefix` and `suffix` are the known start and end of a string, as a template of known and
    unknown parts makes one. `low` and `high` are bounds of a number, or of the length of a
    collection. `not_null` is true if the value is certain not to be null. `source` is the attribute
    whose value this is, once known. `parts` are the parts of a string in order, known and unknown.
    `encodes` is the value whose JSON the string will be. `choices` are the strings of which it will
    be one, if an unknown condition chooses between them.
    """

    reason: str
    span: Span | None = None
    prefix: str = ""
    suffix: str = ""
    not_null: bool = False
    source: ResourceAttribute | None = None
    low: int | Fraction | None = None
    high: int | Fraction | None = None
    parts: tuple[StringPart, ...] = ()
    encodes: Value | None = field(default=None, compare=False, repr=False)
    choices: tuple[str, ...] = ()

    @property
    def plain(self) -> Unknown:
        """The same unknown without known parts, bounds and choices."""
        known = replace(self, prefix="", suffix="", low=None, high=None, parts=())
        return replace(known, encodes=None, choices=())

    @property
    def pieces(self) -> tuple[StringPart, ...]:
        """The parts of a string, known and unknown."""
        if self.parts:
            return self.parts
        if not self.prefix and not self.suffix:
            return (self.source,)
        return (self.prefix, None, self.suffix)


class Undecided(Exception):  # noqa: N818
    """A check needs a value that is unknown, so it cannot decide. Has the reason."""

    def __init__(self, reason: Unknown) -> None:
        super().__init__(reason.reason)
        self.reason = reason


# Numbers are ints or fractions whose denominator is a power of two: the values of the 512-bit
# binary floats that Terraform computes with.
ValueData: TypeAlias = (
    "str | bool | int | Fraction | tuple[Value, ...] | Mapping[str, Value] | Unknown | None"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a Terraform expression.

    `data` is a str, bool, int or Fraction; a tuple of values for lists, sets and tuples; a
    mapping for maps and objects; None for null; `Unknown` for an unknown value. `span` is the
    expression that has the value; `via` are the steps from there, the origin first.
    """

    type: Type
    data: ValueData
    span: Span | None = None
    via: tuple[Step, ...] = ()
    sensitive: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether the value itself (not some part of it) is unknown."""
        return isinstance(self.data, Unknown)

    @property
    def is_null(self) -> bool:
        """Whether the value is known to be null."""
        return self.data is None

    @property
    def unknown(self) -> Unknown | None:
        """The first reason why the value is not completely known, or None."""
        if isinstance(self.data, str):
            return None
        match self.data:
            case Unknown():
                return self.data
            case tuple():
                parts: tuple[Value, ...] = self.data
            case Mapping():
                parts = tuple(self.data.values())
            case _:
                return None
        return next((reason for part in parts if (reason := part.unknown)), None)

    def relocate(self, span: Span) -> Value:
        """Return the same value with another span."""
        return Value(self.type, self.data, span, self.via, self.sensitive)

    def add_step(self, step: Step) -> Value:
        """Return the same value with one more step; its parts do not get the step."""
        return Value(self.type, self.data, self.span, (*self.via, step), self.sensitive)


def add_step_to_all(value: Value, step: Step) -> Value:
    """Return a value and each of its parts with one more step.

    The step of a part has the span of the part, so that a finding can point at one element.
    """
    here = Step(step.what, value.span or step.span)
    data = value.data
    match data:
        case tuple():
            data = tuple(add_step_to_all(part, here) for part in data)
        case Mapping():
            data = {key: add_step_to_all(part, here) for key, part in data.items()}
    return replace(value, data=data, via=(*value.via, here))


def join_parts(pieces: Iterable[StringPart], why: Unknown) -> Unknown:
    """Return the string that is made of these parts, of which one at least is unknown."""
    parts: list[StringPart] = []
    for piece in pieces:
        last = parts[-1] if parts else None
        if isinstance(piece, str) and isinstance(last, str):
            parts[-1] = last + piece
        elif piece != "":
            parts.append(piece)
    first, last = parts[0], parts[-1]
    return Unknown(
        why.reason,
        why.span,
        normalize_text(first) if isinstance(first, str) else "",
        normalize_text(last) if isinstance(last, str) else "",
        not_null=True,
        parts=tuple(parts),
    )


def normalize_text(text: str) -> str:
    """Return the text as Terraform stores it (Unicode NFC)."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def make_string(text: str, span: Span | None = None) -> Value:
    """Return a known string."""
    return Value(STRING, text, span)


def make_number(data: int | Fraction, span: Span | None = None) -> Value:
    """Return a known number."""
    whole = data.numerator if isinstance(data, Fraction) and data.denominator == 1 else data
    return Value(NUMBER, whole, span)


def make_bool(data: bool, span: Span | None = None) -> Value:  # noqa: FBT001
    """Return a known bool."""
    return Value(BOOL, data, span)


def make_null(type_: Type = ANY, span: Span | None = None) -> Value:
    """Return a null, of no known type unless one is given."""
    return Value(type_, None, span)


def make_unknown(reason: str, span: Span | None = None, type_: Type = ANY) -> Value:
    """Return an unknown, with the reason and the span that the reason refers to."""
    return Value(type_, Unknown(reason, span), span)


def make_tuple(items: tuple[Value, ...], span: Span | None = None) -> Value:
    """Return a tuple, as `[a, b]` makes one."""
    return Value(Tuple(tuple(item.type for item in items)), items, span)


def make_object(items: Mapping[str, Value], span: Span | None = None) -> Value:
    """Return an object, as `{ a = b }` makes one."""
    return Value(Object({key: item.type for key, item in items.items()}), dict(items), span)
