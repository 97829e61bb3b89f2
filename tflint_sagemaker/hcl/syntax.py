"""The syntax tree: small frozen nodes, each of which knows its place.

Expressions follow the shape of HCL's own syntax tree (hashicorp/hcl, hclsyntax), so that what
Terraform's documentation says about an expression can be said of a node. JSON configuration is
lowered to the same nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that has a place."""

    span: Span


# --- expressions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """`true`, `false` or `null`."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as it is written, never negative: the sign is a `Unary`."""

    digits: str


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """The root of a reference: `var`, `local`, `aws_iam_role`, a name bound by `for`."""

    name: str


@dataclass(frozen=True, slots=True)
class GetAttr(Node):
    """`object.name`; also the legacy `list.0`, whose name is made of digits."""

    object: Expression
    name: str
    name_span: Span


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`collection[key]`."""

    collection: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class SplatItem(Node):
    """The current element inside the `item` of a `Splat`."""


@dataclass(frozen=True, slots=True)
class Splat(Node):
    """`collection[*]…` or `collection.*…`: `item` is evaluated for each element."""

    collection: Expression
    item: Expression


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`name(arguments)`, where a last argument `xs...` sets `expand`. Names hold their `a::b`."""

    name: str
    name_span: Span
    arguments: tuple[Expression, ...]
    expand: bool


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`-operand` or `!operand`."""

    operator: Literal["-", "!"]
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`condition ? yes : no`."""

    condition: Expression
    yes: Expression
    no: Expression


@dataclass(frozen=True, slots=True)
class Parentheses(Node):
    """`(inner)`: kept, since an object key in parentheses is an expression and not a name."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class TupleCons(Node):
    """`[a, b]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ObjectItem(Node):
    """`key = value` or `key : value`; a bare name as key is a `Variable` that means its name."""

    key: Expression
    value: Expression


@dataclass(frozen=True, slots=True)
class ObjectCons(Node):
    """`{ key = value }`."""

    items: tuple[ObjectItem, ...]


@dataclass(frozen=True, slots=True)
class For(Node):
    """`[for k, v in collection : value if condition]` or `{for … : key => value...}`.

    `key` is None for the tuple form; `group` is the `...` of the object form.
    """

    key_name: str | None
    value_name: str
    collection: Expression
    key: Expression | None
    value: Expression
    condition: Expression | None
    group: bool


@dataclass(frozen=True, slots=True)
class TemplateText(Node):
    """Literal characters of a template, escapes and indentation already worked out."""

    text: str


@dataclass(frozen=True, slots=True)
class Interpolation(Node):
    """`${expression}` in a template. Strip markers are already applied to the texts around it."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class TemplateIf(Node):
    """`%{ if condition }yes%{ else }no%{ endif }`."""

    condition: Expression
    yes: tuple[TemplatePart, ...]
    no: tuple[TemplatePart, ...]


@dataclass(frozen=True, slots=True)
class TemplateFor(Node):
    """`%{ for key, value in collection }body%{ endfor }`."""

    key_name: str | None
    value_name: str
    collection: Expression
    body: tuple[TemplatePart, ...]


@dataclass(frozen=True, slots=True)
class Template(Node):
    """A quoted string or a heredoc. One part that is an `Interpolation` keeps its type."""

    parts: tuple[TemplatePart, ...]

    @property
    def literal(self) -> str | None:
        """The text, if nothing in it has to be evaluated."""
        texts = [part.text for part in self.parts if isinstance(part, TemplateText)]
        return "".join(texts) if len(texts) == len(self.parts) else None


TemplatePart: TypeAlias = TemplateText | Interpolation | TemplateIf | TemplateFor
Expression: TypeAlias = (
    Constant
    | Number
    | Variable
    | GetAttr
    | Index
    | SplatItem
    | Splat
    | Call
    | Unary
    | Binary
    | Conditional
    | Parentheses
    | TupleCons
    | ObjectCons
    | For
    | Template
)


# --- structure -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """`name = value`."""

    name: str
    name_span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Label(Node):
    """A label of a block, with or without quotes; the span holds the quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Body(Node):
    """The content of a block, between its braces.

    In JSON a nested block looks like an object. A body with `json` set has attributes only, and
    `hcl.json_blocks.convert_to_blocks` makes blocks of those that a schema names as such.
    """

    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]
    json: bool = False

    def get_attribute(self, name: str) -> Attribute | None:
        """Return the attribute of that name, or None."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        return None

    def find_blocks(self, kind: str) -> Iterator[Block]:
        """Yield the nested blocks of that type, in order."""
        return (block for block in self.blocks if block.type == kind)


@dataclass(frozen=True, slots=True)
class Block(Node):
    """`type "label" { … }`. The header runs from the type to the last label, the brace excluded."""

    type: str
    type_span: Span
    labels: tuple[Label, ...]
    header: Span
    brace: Span
    body: Body
