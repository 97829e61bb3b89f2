"""Where the fragments of rules are held against a model.

A place is told by a path in which `.` goes into a block, `[]` to each block of a type or each
element of a list, `{key}` and `{value}` to each key and value of a map: `vpc_config[].subnets[]`.
The empty path is the model itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.argument import Argument, convert_to_plain, shorten
from tflint_sagemaker.sagemaker.placeholders import is_placeholder
from tflint_sagemaker.terraform.types import Collection
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.view import BlockView
    from tflint_sagemaker.terraform.diagnostics import Related

SEGMENT = compile_later(r"(\w+)(\[\]|\{key\}|\{value\})?")
WHOLE = object()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads in one model.

    `read` gives what stands there as JSON knows it, or raises Undecided. `subject` names it in a
    message: the argument, the key, or the block. What is `secret` is not to be shown. `where` is
    asked for span and related places, which only a few have need of.
    """

    block: BlockView
    subject: str
    document: Any | Unknown
    where: Callable[[], tuple[Span, tuple[Related, ...]]] = field(repr=False)
    secret: bool = False

    @property
    def address(self) -> str:
        """Address of the instance."""
        return self.block.address

    @property
    def exists(self) -> bool:
        """Whether the block is certain to be there."""
        return self.block.exists

    @property
    def span(self) -> Span:
        """What to underline."""
        return self.where()[0]

    @property
    def related(self) -> tuple[Related, ...]:
        """The places that what stands there came through."""
        return self.where()[1]

    @property
    def is_vague(self) -> bool:
        """Whether what stands there is unknown, or a block of which nothing has been read."""
        return self.document is WHOLE or isinstance(self.document, Unknown)

    def read(self) -> Any:
        """What stands there. Raises Undecided."""
        if isinstance(self.document, Unknown):
            raise Undecided(self.document)
        return _list_members(self.block) if self.document is WHOLE else self.document


def find_places(model: BlockView, path: str) -> Iterator[Place]:
    """Every place in the model to which the path leads, stand-ins included."""
    blocks: list[BlockView] = [model]
    for name, marker in _split_path(path):
        inside: list[BlockView] = []
        for block in blocks:
            if name not in block.schema.blocks:
                argument = block.given(name)
                if argument and argument.raw.data is not None and not argument.misfit:
                    yield from _find_argument_places(block, argument, marker)
            elif marker is None:
                yield _count_blocks(block, name)
            else:
                inside += block.possible(name)
        blocks = inside
    for block in blocks:
        yield Place(block, _describe_block(block), WHOLE, partial(_get_header, block))


@cache
def _split_path(path: str) -> tuple[tuple[str, str | None], ...]:
    """The names on the path, each with its marker."""
    found = [(segment, SEGMENT.fullmatch(segment)) for segment in path.split(".") if segment]
    assert all(match for _, match in found), f"not a path of the schema: {path}"
    return tuple((match[1], match[2]) for _, match in found if match)


def _describe_block(block: BlockView) -> str:
    return f"`{block.evaluated.type}`" if block.evaluated.type != "resource" else "the model"


def _list_members(block: BlockView) -> dict[str, bool]:
    """Names of what the block holds: enough for `required` and its kin."""
    names = [argument.name for argument in block.arguments() if argument.raw.data is not None]
    names += [kind for kind in block.schema.blocks if block.possible(kind)]
    names += list(block.evaluated.unsure)
    return dict.fromkeys(names, True)


def _get_header(block: BlockView) -> tuple[Span, tuple[Related, ...]]:
    return block.span, ()


def _count_blocks(block: BlockView, kind: str) -> Place:
    found = block.possible(kind)
    reason = block.evaluated.unsure.get(kind)
    last = found[-1] if found else block
    document: Any = reason or [{}] * len(found)
    return Place(block, f"`{kind}` blocks", document, partial(_get_header, last))


def _find_argument_places(
    block: BlockView, argument: Argument, marker: str | None
) -> Iterator[Place]:
    name = f"`{argument.name}`"
    if isinstance(argument.raw.data, Unknown) or marker is None:
        yield _make_place(block, argument, argument, name, name)
    elif marker == "[]":
        for element in argument.elements():
            what = f"an element of {name}"
            yield _make_place(block, argument, element, what, what)
    else:
        for key, element in argument.items():
            what = f"`{shorten(key)}`"
            if element.raw.data is None:
                continue  # a null element is as good as absent
            if marker == "{key}":
                yield _make_key_place(block, argument, key, element, what)
            else:
                yield _make_place(block, argument, element, f"`{argument.name}.{what[1:]}", what)


def _make_place(
    block: BlockView, argument: Argument, part: Argument, subject: str, what: str
) -> Place:
    secret = argument.raw.sensitive or part.raw.sensitive
    return Place(
        block, subject, _convert_argument(part), lambda: argument.point(part.span, what), secret
    )


def _make_key_place(
    block: BlockView, argument: Argument, key: str, element: Argument, what: str
) -> Place:
    def where() -> tuple[Span, tuple[Related, ...]]:
        return argument.point(block.key_span(argument.name, key) or element.span, what)

    return Place(block, f"a key of `{argument.name}`", key, where, argument.raw.sensitive)


def _convert_argument(argument: Argument) -> Any:
    """The value as JSON; parts of a list or map that are unknown stand as None."""
    if is_placeholder(argument.raw):
        return Unknown(f"`{argument.name}` waits to be replaced", argument.span)
    match argument.raw.data:
        case Unknown():
            return argument.raw.data
        case tuple():
            known = [item for item in argument.raw.data if not item.is_unknown]
            kind = argument.raw.type
            if isinstance(kind, Collection) and kind.kind == "set" and known:
                return [_convert_part(item) for item in known]  # unknown ones may be equal to these
            return [_convert_part(item) for item in argument.raw.data]
        case Mapping():
            items = argument.raw.data.items()
            return {key: _convert_part(item) for key, item in items if item.data is not None}
        case _:
            return convert_to_plain(argument.raw)


def _convert_part(item: Any) -> Any:
    return None if item.unknown else convert_to_plain(item)
