"""Functions that convert, and those about sensitive values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import ConversionError, convert, friendly
from tflint_sagemaker.terraform.functions.spec import Function, Parameter
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
from tflint_sagemaker.terraform.value_marks import Failure, unknown_like
from tflint_sagemaker.terraform.values import Unknown, Value, boolean

if TYPE_CHECKING:
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

    return Function(converted, (_ANYTHING,), marks="shallow")


def _sensitive(value: Value) -> Value:
    return replace(value, sensitive=True)


def _nonsensitive(value: Value) -> Value:
    return replace(value, sensitive=False)


def _is_sensitive(value: Value) -> Value:
    if isinstance(value.data, Unknown) and not value.sensitive:
        return unknown_like(value.data, BOOL, not_null=True)
    return boolean(value.sensitive)


def _same(value: Value) -> Value:
    return value


FUNCTIONS: Table = {
    "ephemeralasnull": Function(_same, (_ANYTHING,)),
    "issensitive": Function(_is_sensitive, (_ANYTHING,), marks="none"),
    "nonsensitive": Function(_nonsensitive, (_ANYTHING,), marks="none"),
    "sensitive": Function(_sensitive, (_ANYTHING,)),
    "tobool": _converter(BOOL),
    "tolist": _converter(list_of(ANY)),
    "tomap": _converter(map_of(ANY)),
    "tonumber": _converter(NUMBER),
    "toset": _converter(set_of(ANY)),
    "tostring": _converter(STRING),
}
