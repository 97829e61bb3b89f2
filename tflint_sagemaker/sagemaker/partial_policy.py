"""The texts of policies, of which some pieces may not be known, as plain JSON."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.policy import PolicyError, convert_pairs, read_json
from tflint_sagemaker.terraform.values import ResourceAttribute, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.values import StringPart

# Characters for private use, which stand for what is not known of a text.
FIRST_GAP, GAPS = 0xE000, 6400


def read_text(text: str, gaps: Mapping[str, StringPart] = MappingProxyType({})) -> Any:
    """A policy's text as plain JSON; `gaps` are the characters that stand for what is unknown."""
    try:
        data = convert_pairs(read_json(text))
    except PolicyError as error:
        return Unknown(f"a policy cannot be read: {error}")
    return _open(data, gaps) if gaps else data


def read_parts(parts: tuple[StringPart, ...]) -> Any:
    """A policy of which some pieces are not known."""
    gaps: dict[str, StringPart] = {}
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            gap = chr(FIRST_GAP + len(gaps) % GAPS)
            gaps[gap] = part
            text += gap
    return read_text(text, gaps)


def _open(data: Any, gaps: Mapping[str, StringPart]) -> Any:
    """JSON with `Unknown` in place of the strings that have gaps."""
    match data:
        case dict():
            return {key: _open(value, gaps) for key, value in data.items()}
        case list():
            return [_open(value, gaps) for value in data]
        case str():
            at = [place for place, char in enumerate(data) if char in gaps]
            if not at:
                return data
            whole = gaps[data] if len(data) == 1 else None
            return Unknown(
                "a policy is known in part",
                prefix=data[: at[0]],
                suffix=data[at[-1] + 1 :],
                not_null=True,
                source=whole if isinstance(whole, ResourceAttribute) else None,
            )
        case _:
            return data
