"""What the configuration itself creates: what is not there yet is not missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.model import Neighbour
from tflint_sagemaker.sagemaker.provider import schemas
from tflint_sagemaker.terraform.schema import BlockSchema
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import RLock

    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.terraform.expand import Configuration


def created_by(configuration: Configuration, lock: RLock) -> Callable[[str], tuple[Neighbour, ...]]:
    """The instances of a resource type in all modules, found when they are asked for.

    Evaluation is no matter for several threads at a time, for which it has the lock; the answer is.
    """
    known: dict[str, tuple[Neighbour, ...]] = {}

    def created(kind: str) -> tuple[Neighbour, ...]:
        with lock:
            if kind not in known:
                shape = schemas().resource(kind) or BlockSchema()
                known[kind] = tuple(
                    Neighbour(found.body, found.address, shape, found.exists)
                    for found in configuration.instances(kind)
                )
            return known[kind]

    return created


def creates(model: Model, kind: str, argument: str, text: str) -> bool:
    """Whether the configuration of a model creates a resource of a type whose argument is that.

    Raises Undecided if one may be it whose argument is not known, or that may not come to be.
    """
    doubt: Unknown | None = None
    for found in model.created(kind):
        given = found.argument(argument)
        if given is None or not _may_be(given.raw.data, text):
            continue
        if given.raw.data == text and found.exists:
            return True
        reason = f"`{found.address}` may be what `{text}` names"
        doubt = doubt or Unknown(reason, given.span)
    if doubt is not None:
        raise Undecided(doubt)
    return False


def _may_be(data: object, text: str) -> bool:
    if isinstance(data, Unknown):
        return text.startswith(data.prefix) and text.endswith(data.suffix)
    return data == text
