"""What the configuration itself creates: what is not there yet is not missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.model import Model


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
