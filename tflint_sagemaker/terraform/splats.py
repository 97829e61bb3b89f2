"""Evaluation of splats: `collection[*]…`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.access import MissingAttributeError
from tflint_sagemaker.terraform.convert import unify
from tflint_sagemaker.terraform.types import (
    ANY,
    Anything,
    Collection,
    Tuple,
    Type,
    make_list_type,
)
from tflint_sagemaker.terraform.value_marks import (
    MAX_ELEMENTS,
    ExpressionError,
    ResultTooLargeError,
    derive_unknown,
    mark_sensitive,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_tuple,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.hcl.syntax import (
        Splat,
    )
    from tflint_sagemaker.terraform.conditional import EvaluateFunction
    from tflint_sagemaker.terraform.frame import Frame


def evaluate_splat(expression: Splat, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return the value of `collection[*]…`.

    A value that is no sequence counts as one element, and null as no element.
    """
    source = evaluate(expression.collection, frame)
    sequence = isinstance(source.type, Tuple) or (
        isinstance(source.type, Collection) and source.type.kind != "map"
    )
    if source.data is None:
        if sequence:
            raise ExpressionError(
                "splat expressions (with the `*` symbol) cannot be applied to null"
            )
        return make_tuple(())
    if not sequence:
        if isinstance(source.data, Unknown) and not (
            source.data.not_null and not isinstance(source.type, Anything)
        ):
            evaluate(expression.item, frame.bind_item(source))
            return mark_sensitive(replace(derive_unknown(source.data), via=source.via), [source])
        return mark_sensitive(
            make_tuple((evaluate(expression.item, frame.bind_item(source)),)), [source]
        )
    unsure = source.data if isinstance(source.data, Unknown) else None
    if isinstance(source.type, Collection) and source.type.kind == "set":
        unsure = unsure or source.unknown
    if unsure:
        return _evaluate_unknown_splat(expression, source, unsure, frame, evaluate)
    assert isinstance(source.data, tuple)
    if len(source.data) > MAX_ELEMENTS:
        raise ResultTooLargeError
    items = tuple(
        evaluate(
            expression.item,
            frame.bind_item(item if item.via else replace(item, via=source.via)),
        )
        for item in source.data
    )
    result = make_tuple(items)
    if isinstance(source.type, Collection):
        result = make_list(items, _evaluate_element_type(expression, source, frame, evaluate))
    return mark_sensitive(result, [source])


def _evaluate_unknown_splat(
    expression: Splat, source: Value, reason: Unknown, frame: Frame, evaluate: EvaluateFunction
) -> Value:
    """Return an unknown list; its type is known if the type of the elements is."""
    type_: Type = ANY
    if isinstance(source.type, Collection):
        type_ = make_list_type(_evaluate_element_type(expression, source, frame, evaluate))
    result = derive_unknown(reason, type_, not_null=True)
    return mark_sensitive(replace(result, via=source.via), [source])


def _evaluate_element_type(
    expression: Splat, source: Value, frame: Frame, evaluate: EvaluateFunction
) -> Type:
    assert isinstance(source.type, Collection)
    element = Value(source.type.element, Unknown("the element of a splat expression"))
    faults, inner = frame.bind_item(element).collect_faults()
    type_ = evaluate(expression.item, inner).type
    if source.type.kind == "list":
        # An attribute that no element can have is an error; Terraform reports it for lists only.
        for fault in faults.diagnostics:
            raise MissingAttributeError(fault.message, fault.hint)
    return type_


def make_list(items: Sequence[Value], empty: Type = ANY) -> Value:
    """Return a list of items that have one type, except for open parts."""
    if not items:
        return Value(make_list_type(empty), ())
    types = list(dict.fromkeys(item.type for item in items))
    element = types[0] if len(types) == 1 else unify(types) or ANY
    return Value(make_list_type(element), tuple(items))
