"""What is written in a block, and nothing of what it says.

Two blocks have the same outline if they hold the same arguments and blocks in the same order. What
is found out from an outline holds for every block that has it.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, NoReturn, TypeAlias

from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.terraform.evaluated import EvaluatedArgument, EvaluatedBlock, Instance

Key: TypeAlias = tuple[object, ...]

# What is known of a view beyond its block. A view with more to it has no outline.
SHARED = ("schema", "exists", "around", "provider")
KNOWN = {"evaluated", "address", "instance", *SHARED}


class TooClose(BaseException):
    """An outline was asked for more than it shows. Nobody but who drew it is to catch this."""


class Hidden:
    """In place of what an outline does not show: whatever is done with it raises TooClose.

    That it was touched is written down too, should somebody catch everything there is.
    """

    __slots__ = ("touched",)

    def __init__(self, touched: list[str]) -> None:
        self.touched = touched

    def _touch(self, *_: object) -> NoReturn:
        object.__getattribute__(self, "touched").append("touched")
        raise TooClose

    # What Python answers of any object, and what a rule does with texts. It refuses the rest.
    __getattribute__ = __bool__ = __eq__ = __ne__ = __hash__ = _touch
    __str__ = __repr__ = __format__ = _touch
    __contains__ = __getitem__ = __iter__ = __len__ = __add__ = __radd__ = _touch


def outlined(view: object) -> Key | None:
    """What the outline of a view is known by; None if it is of a kind that has none.

    Views of one configuration have the same outline if this is the same.
    """
    if not isinstance(view, BlockView) or not _shows_all(type(view)):
        return None
    instance = getattr(view, "instance", None)
    unsure = instance is not None and instance.unsure is not None
    provider = getattr(view, "provider", None)
    return (type(view), id(view.schema), view.exists, provider, unsure, _key(view.evaluated))


class Outline:
    """What all views with the key of one have in common.

    `touched` is empty until something is touched that the outline does not show.
    """

    def __init__(self, view: BlockView) -> None:
        self.touched: list[str] = []
        self._kind = type(view)
        self._blocks: list[EvaluatedBlock] = []
        body = self._drawn(view.evaluated)
        self._given: dict[str, Any] = {
            field.name: getattr(view, field.name) for field in fields(view) if field.init
        }
        self._given |= {"evaluated": body, "address": Hidden(self.touched)}
        if "instance" in self._given:
            self._given["instance"] = self._instance(self._given["instance"], body)

    def view(self) -> BlockView:
        """It as a view, of which nothing has been asked yet."""
        self.touched.clear()
        for block in self._blocks:
            block.read.clear()
        return self._kind(**self._given)

    def _drawn(self, block: EvaluatedBlock) -> EvaluatedBlock:
        hidden: Any = Hidden(self.touched)
        drawn = EvaluatedBlock(
            block.type,
            hidden,
            {name: EvaluatedArgument(name, hidden, hidden) for name in block.arguments},
            tuple(map(self._drawn, block.blocks)),
            dict.fromkeys(block.unsure, hidden),
            block.exists,
            hidden if block.dynamic is not None else None,
        )
        self._blocks.append(drawn)
        return drawn

    def _instance(self, real: Instance, body: EvaluatedBlock) -> Instance:
        hidden: Any = Hidden(self.touched)
        unsure = hidden if real.unsure is not None else None
        return Instance(hidden, real.kind, hidden, body, real.exists, hidden, unsure, real.provider)


def _shows_all(kind: type[BlockView]) -> bool:
    return {field.name for field in fields(kind) if field.init} <= KNOWN


def _key(block: EvaluatedBlock) -> Key:
    """Names and nesting, but no value and no place."""
    inner = tuple(map(_key, block.blocks))
    made = block.dynamic is not None
    return (block.type, (*block.arguments,), (*block.unsure,), block.exists, made, inner)
