"""Functions that convert, and those about sensitive values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import ConversionError, convert, friendly
from tflint_sagemaker.terraform.functions.spec import Function, Parameter
from tflint_sagemaker.terraform.outcome import Failure
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Type,
    list_of,
    map_of,
    set_of,
)
from tflint_sagemaker.terraform.values import Value, boolean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.functions.spec import Table

_ANYTHING = Parameter("v", null=True, partial=True)


def _converter(to: Type) -> Function:
    def converted(value: Value) -> Value:
        try:
            return convert(value, to)
        except ConversionError as error:
            raise Failure(
                f"cannot convert {friendly(value.type)} to {friendly(to)}: {error}"
            ) from None

    return Function(converted, (_ANYTHING,))


def _sensitive(value: Value) -> Value:
    return replace(value, sensitive=True)


def _nonsensitive(value: Value) -> Value:
    return _unmarked(value)


def _unmarked(value: Value) -> Value:
    data = value.data
    if isinstance(data, tuple):
        return replace(value, sensitive=False, data=tuple(map(_unmarked, data)))
    if isinstance(data, dict):
        items: Mapping[str, Value] = {name: _unmarked(item) for name, item in data.items()}
        return replace(value, sensitive=False, data=items)
    return replace(value, sensitive=False)


def _is_sensitive(value: Value) -> Value:
    return boolean(value.sensitive)


def _same(value: Value) -> Value:
    return value


FUNCTIONS: Table = {
    "ephemeralasnull": Function(_same, (_ANYTHING,)),
    "issensitive": Function(_is_sensitive, (_ANYTHING,), marks=False),
    "nonsensitive": Function(_nonsensitive, (_ANYTHING,), marks=False),
    "sensitive": Function(_sensitive, (_ANYTHING,)),
    "tobool": _converter(BOOL),
    "tolist": _converter(list_of(ANY)),
    "tomap": _converter(map_of(ANY)),
    "tonumber": _converter(NUMBER),
    "toset": _converter(set_of(ANY)),
    "tostring": _converter(STRING),
}
