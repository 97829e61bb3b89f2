"""Functions of sets."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import convert
from tflint_sagemaker.terraform.functions.elements import (
    common,
    first_unknown,
    items_of,
    whole_unknown,
)
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
)
from tflint_sagemaker.terraform.sets import make_identity, sort_set_items
from tflint_sagemaker.terraform.types import (
    ANY,
    Anything,
    Collection,
    Tuple,
    make_list_type,
    make_set_type,
)
from tflint_sagemaker.terraform.value_marks import (
    MAX_ELEMENTS,
    ExpressionError,
    ResultTooLargeError,
    derive_unknown,
)
from tflint_sagemaker.terraform.values import (
    Value,
    make_tuple,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table


def _set_product(*values: Value) -> Value:
    if len(values) < 2:
        raise ExpressionError("at least two arguments are required")
    for value in values:
        if not isinstance(value.type, Tuple | Anything) and not (
            isinstance(value.type, Collection) and value.type.kind != "map"
        ):
            raise ExpressionError("a set or a list is required")
    reason = first_unknown(values)
    if reason:
        return derive_unknown(reason, not_null=True)
    every = [
        convert(value, make_list_type(ANY)) if isinstance(value.type, Tuple) else value
        for value in values
    ]
    if prod(len(items_of(value)) for value in every) > MAX_ELEMENTS:
        raise ResultTooLargeError
    rows = tuple(make_tuple(row) for row in product(*map(items_of, every)))
    elements = [value.type.element for value in every if isinstance(value.type, Collection)]
    element = Tuple(tuple(elements))
    if any(isinstance(v.type, Collection) and v.type.kind == "set" for v in every):
        return Value(make_set_type(element), sort_set_items(rows))
    return Value(make_list_type(element), rows)


def _set_operation(name: str) -> Function:
    def operation(*values: Value) -> Value:
        wanted = common(values)
        if wanted is None:
            raise ExpressionError("given sets must all have compatible element types")
        # Elements that are not known can be united with others, not compared with them.
        reasons = (whole_unknown(value) if name == "union" else value.unknown for value in values)
        reason = next(filter(None, reasons), None)
        if reason:
            return derive_unknown(reason, wanted, not_null=True)
        sets = [items_of(convert(value, wanted)) for value in values]
        keys = [{make_identity(item) for item in items} for items in sets]
        if name == "union":
            return Value(wanted, sort_set_items(item for items in sets for item in items))
        first, rest = sets[0], keys[1:]
        if name == "subtract":
            return Value(wanted, tuple(i for i in first if make_identity(i) not in rest[0]))
        return Value(wanted, tuple(i for i in first if all(make_identity(i) in k for k in rest)))

    first = Parameter("first_set", make_set_type(ANY), partial=True)
    others = Parameter("other_sets", make_set_type(ANY), partial=True)
    if name == "subtract":
        return Function(operation, (replace(first, name="a"), replace(others, name="b")))
    return Function(operation, (first,), others)


FUNCTIONS: Table = {
    "setintersection": _set_operation("intersection"),
    "setproduct": Function(_set_product, variadic=Parameter("sets", partial=True), marks="shallow"),
    "setsubtract": _set_operation("subtract"),
    "setunion": _set_operation("union"),
}
