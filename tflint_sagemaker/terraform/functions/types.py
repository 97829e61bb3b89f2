"""Functions that convert, and those about sensitive values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import ConversionError, convert, describe_type
from tflint_sagemaker.terraform.functions.spec import Function, Parameter
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Type,
    make_list_type,
    make_map_type,
    make_set_type,
)
from tflint_sagemaker.terraform.value_marks import ExpressionError, derive_unknown
from tflint_sagemaker.terraform.values import Unknown, Value, make_bool

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table

_ANYTHING = Parameter("v", null=True, partial=True)


def _converter(to: Type) -> Function:
    def converted(value: Value) -> Value:
        try:
            return convert(value, to)
        except ConversionError as error:
            raise ExpressionError(
                f"cannot convert {describe_type(value.type)} to {describe_type(to)}: {error}"
            ) from None

    return Function(converted, (_ANYTHING,), marks="shallow")


def _sensitive(value: Value) -> Value:
    return replace(value, sensitive=True)


def _nonsensitive(value: Value) -> Value:
    return replace(value, sensitive=False)


def _is_sensitive(value: Value) -> Value:
    if isinstance(value.data, Unknown) and not value.sensitive:
        return derive_unknown(value.data, BOOL, not_null=True)
    return make_bool(value.sensitive)


def _same(value: Value) -> Value:
    return value


FUNCTIONS: Table = {
    "ephemeralasnull": Function(_same, (_ANYTHING,)),
    "issensitive": Function(_is_sensitive, (_ANYTHING,), marks="none"),
    "nonsensitive": Function(_nonsensitive, (_ANYTHING,), marks="none"),
    "sensitive": Function(_sensitive, (_ANYTHING,)),
    "tobool": _converter(BOOL),
    "tolist": _converter(make_list_type(ANY)),
    "tomap": _converter(make_map_type(ANY)),
    "tonumber": _converter(NUMBER),
    "toset": _converter(make_set_type(ANY)),
    "tostring": _converter(STRING),
}
