"""JSON Schema fragments of rules against the values of a model; the only importer of jsonschema.

A fragment is bound to the places that it speaks of by a path in which `.` goes into a block,
`[]` to each block of a type or each element of a list, `{key}` and `{value}` to each key and
value of a map: `vpc_config[].subnets[]`. The empty path is the model itself. What stands at a
place is checked on its own, so each error has one owner and one span, and an unknown value costs
only itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.suggest import did_you_mean
from tflint_sagemaker.sagemaker.view import Argument, BlockView, plain
from tflint_sagemaker.terraform.diagnostics import Related
from tflint_sagemaker.terraform.types import Collection
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span

SEGMENT = re.compile(r"(\w+)(\[\]|\{key\}|\{value\})?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads in one model.

    `read` gives what stands there as JSON knows it, or raises Undecided. `subject` names it in a
    message: the argument, the key, or the block.
    """

    block: BlockView
    subject: str
    span: Span
    document: Any | Unknown
    related: tuple[Related, ...] = ()

    @property
    def address(self) -> str:
        """Address of the instance."""
        return self.block.address

    @property
    def exists(self) -> bool:
        """Whether the block is certain to be there."""
        return self.block.exists

    def read(self) -> Any:
        """What stands there. Raises Undecided."""
        if isinstance(self.document, Unknown):
            raise Undecided(self.document)
        return self.document


@dataclass(frozen=True, slots=True)
class Violation:
    """A keyword of a fragment that is not fulfilled: which, by what limit, in which words."""

    keyword: str
    limit: Any
    message: str
    hint: str | None = None


def places(model: BlockView, path: str) -> Iterator[Place]:
    """Every place in the model to which the path leads, stand-ins included."""
    yield from _descend(model, path.split(".") if path else [])


def _descend(block: BlockView, segments: list[str]) -> Iterator[Place]:
    if not segments:
        yield Place(block, _name(block), block.span, _members(block))
        return
    match = SEGMENT.fullmatch(segments[0])
    assert match is not None, f"not a path of the schema: {segments[0]}"
    name, marker = match.groups()
    if name in block.schema.blocks:
        if marker is None:
            yield _count(block, name)
            return
        for nested in block.possible(name):
            yield from _descend(nested, segments[1:])
        return
    argument = block.given(name)
    if argument is None or argument.raw.data is None or argument.misfit:
        return
    yield from _argument_places(block, argument, marker)


def _name(block: BlockView) -> str:
    return block.evaluated.type if block.evaluated.type != "resource" else "the model"


def _members(block: BlockView) -> dict[str, bool]:
    """Names of what the block holds: enough for `required` and its kin."""
    names = [argument.name for argument in block.arguments() if argument.raw.data is not None]
    names += [kind for kind in block.schema.blocks if block.possible(kind)]
    names += list(block.evaluated.unsure)
    return dict.fromkeys(names, True)


def _count(block: BlockView, kind: str) -> Place:
    found = block.possible(kind)
    reason = block.evaluated.unsure.get(kind)
    span = found[-1].span if found else block.span
    return Place(block, kind, span, reason or [{}] * len(found))


def _argument_places(block: BlockView, argument: Argument, marker: str | None) -> Iterator[Place]:
    data = argument.raw.data
    related = argument.related
    if isinstance(data, Unknown) or marker is None:
        yield Place(block, argument.name, argument.span, _document(argument), related)
    elif marker == "[]":
        for element in argument.elements():
            yield Place(block, argument.name, argument.span, _document(element), related)
    else:
        for key, element in argument.items():
            here = Related(f"`{key}`", element.span)
            document = key if marker == "{key}" else _document(element)
            if document is None:
                continue  # a null element is as good as absent
            what = argument.name if marker == "{key}" else f"{argument.name}.{key}"
            yield Place(block, what, argument.span, document, (here, *related))


def _document(argument: Argument) -> Any:
    """The value as JSON; parts of a list or map that are unknown stand as None."""
    match argument.raw.data:
        case Unknown():
            return argument.raw.data
        case tuple():
            known = [item for item in argument.raw.data if not item.is_unknown]
            dropped = len(argument.raw.data) - len(known)
            kind = argument.raw.type
            if dropped and isinstance(kind, Collection) and kind.kind == "set":
                return [None, *(_part(item) for item in known)]  # unknown ones may be equal
            return [_part(item) for item in argument.raw.data]
        case Mapping():
            return {key: _part(item) for key, item in argument.raw.data.items()}
        case _:
            return plain(argument.raw)


def _part(item: Any) -> Any:
    return None if item.unknown else plain(item)


def violations(fragment: Mapping[str, Any], place: Place) -> Iterator[Violation]:
    """What the fragment has against the place. Raises Undecided if what stands there is unknown."""
    document = place.read()
    for error in _validator(_Fragment(fragment)).iter_errors(document):
        yield describe(place.subject, error.validator, error.validator_value, error.instance)


class _Fragment:
    """A fragment as a key of the cache: fragments are constants, so the object is the identity."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Fragment) and other.schema is self.schema


@cache
def _validator(fragment: _Fragment) -> Any:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(fragment.schema)
    return Draft202012Validator(dict(fragment.schema))


def describe(subject: str, keyword: str, limit: Any, value: Any) -> Violation:
    """The violation of a keyword, in words."""
    shown = shorten(value) if isinstance(value, str) else value
    match keyword:
        case "enum":
            wanted = " or ".join(f"`{choice}`" for choice in limit)
            guess = did_you_mean(str(value), limit)
            message = f"`{subject}` is `{shown}`, not {wanted}"
            hint = f"did you mean `{guess}`?" if guess else None
        case "required":
            missing = [name for name in limit if name not in value]
            names = " and ".join(f"`{name}`" for name in missing)
            message = f"{_with_article(subject)} lacks {names}"
            hint = f"add {names}"
        case "pattern":
            message = f"`{subject}` is `{shown}`, which does not match `{limit}`"
            hint = None
        case "maxLength":
            message = f"`{subject}` has {len(value)} characters, more than {limit}"
            hint = None
        case "minLength":
            message = f"`{subject}` has {len(value)} characters, fewer than {limit}"
            hint = None
        case "maxItems" | "maxProperties":
            message = f"there are {len(value)} of `{subject}`, more than {limit}"
            hint = None
        case "minItems" | "minProperties":
            message = f"there are {len(value)} of `{subject}`, fewer than {limit}"
            hint = None
        case _:
            message = f"`{subject}` is `{shown}`, which `{keyword}` {limit} does not allow"
            hint = None
    return Violation(keyword, limit, message, hint)


def _with_article(subject: str) -> str:
    return subject if subject.startswith("the ") else f"`{subject}`"


def shorten(text: str, most: int = 80) -> str:
    """A text short enough for a message."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
