"""Evaluation of expressions that make collections: `[…]`, `{…}` and `for`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.hcl.syntax import (
    Constant,
    For,
    GetAttr,
    Index,
    ObjectCons,
    ObjectItem,
    TupleCons,
    Variable,
)
from tflint_sagemaker.terraform.convert import ConversionError, convert, describe_type
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    STRING,
    Anything,
    Collection,
    Object,
    Tuple,
)
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    derive_unknown,
    is_open_set,
    mark_sensitive,
    merge_steps,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_number,
    make_object,
    make_string,
    make_tuple,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.conditional import EvaluateFunction
    from tflint_sagemaker.terraform.frame import Frame

ElementRows: TypeAlias = "Sequence[tuple[Value, Value]]"


def evaluate_tuple(expression: TupleCons, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return the value of `[a, b]`."""
    return make_tuple(tuple(evaluate(item, frame) for item in expression.items))


def evaluate_object(expression: ObjectCons, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return the value of `{ a = b }`.

    Of two equal keys the last one counts. With an unknown key, the object is unknown.
    """
    items: dict[str, Value] = {}
    keys: list[Value] = []
    unsure: Unknown | None = None
    for item in expression.items:
        value = evaluate(item.value, frame)
        try:
            key = _evaluate_key(item, frame, evaluate)
        except ExpressionError as failure:
            key = frame.report_error(failure, item.key.span)
        keys.append(key)
        if isinstance(key.data, Unknown):
            unsure = unsure or key.data
        else:
            items[str(key.data)] = value
    if unsure:
        return mark_sensitive(
            replace(derive_unknown(unsure, not_null=True), via=merge_steps(keys)), keys
        )
    return mark_sensitive(make_object(items), keys)


def _evaluate_key(item: ObjectItem, frame: Frame, evaluate: EvaluateFunction) -> Value:
    match item.key:
        case Variable(name=name):
            return make_string(name, item.key.span)
        case Constant(value=value):
            text = {True: "true", False: "false", None: "null"}[value]
            return make_string(text, item.key.span)
        case GetAttr() | Index():
            raise ExpressionError(
                "ambiguous attribute key",
                "a reference as a key needs parentheses, a name with periods needs quotes",
            )
    return convert_key(evaluate(item.key, frame), "can't use this value as a key")


def convert_key(key: Value, complaint: str) -> Value:
    """Return the key as a string. Raises ExpressionError."""
    if key.data is None:
        raise ExpressionError(f"{complaint}: it is null")
    try:
        return convert(key, STRING)
    except ConversionError as error:
        raise ExpressionError(f"{complaint}: {error}") from None


def list_elements(collection: Value) -> ElementRows | Unknown:
    """Return the keys and elements of a collection in Terraform's order.

    Raises ExpressionError for a value that is no collection.
    """
    data = collection.data
    if data is None:
        raise ExpressionError("a null value cannot be iterated over")
    if isinstance(data, Unknown):
        if isinstance(collection.type, Anything | Collection | Tuple | Object):
            return data
    elif isinstance(data, tuple):
        if isinstance(collection.type, Collection) and collection.type.kind == "set":
            if collection.unknown and is_open_set(collection):
                return collection.unknown
            return [(item, item) for item in data]
        return [(make_number(at, collection.span), item) for at, item in enumerate(data)]
    elif isinstance(data, Mapping):
        return [(make_string(key, collection.span), data[key]) for key in sorted(data)]
    raise ExpressionError(
        f"a value of type {describe_type(collection.type)} cannot be iterated over"
    )


def bind_element(
    frame: Frame, key_name: str | None, key: Value, value_name: str, value: Value
) -> Frame:
    """Return the frame for one element of a `for`."""
    names = {value_name: value} if key_name is None else {key_name: key, value_name: value}
    return frame.bind(names)


def evaluate_for(expression: For, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return the value of `[for …]` or `{for …}`."""
    collection = evaluate(expression.collection, frame)
    rows = list_elements(collection)
    if not isinstance(rows, Unknown):
        rows = [
            (key, value if value.via else replace(value, via=collection.via)) for key, value in rows
        ]
    _check_condition(expression, frame, evaluate)
    if isinstance(rows, Unknown):
        reason = derive_unknown(rows, not_null=True)
        return mark_sensitive(replace(reason, via=collection.via), [collection])
    loop = _Loop(expression, frame, evaluate)
    for key, value in rows:
        loop.run(key, value)
    return mark_sensitive(loop.make_result(), [collection, *loop.deciding])


def _check_condition(expression: For, frame: Frame, evaluate: EvaluateFunction) -> None:
    """Report a condition that is wrong for every element, even if there are no elements."""
    if expression.condition is None:
        return
    open_ = Value(ANY, Unknown("the element of a for expression"))
    inner = bind_element(frame, expression.key_name, open_, expression.value_name, open_)
    faults, inner = inner.collect_faults()
    _convert_condition(evaluate(expression.condition, inner))
    if faults.diagnostics:
        faults.release()


def _convert_condition(condition: Value) -> Value:
    if condition.data is None:
        raise ExpressionError("the value of the 'if' clause must not be null")
    try:
        return convert(condition, BOOL)
    except ConversionError as error:
        raise ExpressionError(f"the 'if' clause value is invalid: {error}") from None


class _Loop:
    """The iteration of a `for` expression over a collection."""

    __slots__ = (
        "deciding",
        "evaluate",
        "expression",
        "frame",
        "groups",
        "items",
        "unsure",
        "values",
    )

    def __init__(self, expression: For, frame: Frame, evaluate: EvaluateFunction) -> None:
        self.expression = expression
        self.frame = frame
        self.evaluate = evaluate
        self.values: list[Value] = []
        self.items: dict[str, Value] = {}
        self.groups: dict[str, list[Value]] = {}
        self.deciding: list[Value] = []
        self.unsure: Unknown | None = None

    def run(self, key: Value, value: Value) -> None:
        """Evaluate the expression for one element."""
        expression = self.expression
        inner = bind_element(self.frame, expression.key_name, key, expression.value_name, value)
        if expression.condition is not None:
            include = _convert_condition(self.evaluate(expression.condition, inner))
            self.deciding.append(include)
            if isinstance(include.data, Unknown):
                self.unsure = self.unsure or include.data
                return
            if not include.data:
                return
        if expression.key is None:
            self.values.append(self.evaluate(expression.value, inner))
            return
        name = convert_key(self.evaluate(expression.key, inner), "invalid object key")
        result = self.evaluate(expression.value, inner)
        self.deciding.append(name)
        if isinstance(name.data, Unknown):
            self.unsure = self.unsure or name.data
        else:
            self._add(str(name.data), result)

    def _add(self, name: str, result: Value) -> None:
        if self.expression.group:
            self.groups.setdefault(name, []).append(result)
        elif name in self.items:
            raise ExpressionError(
                f"two different items produced the key `{name}` in this 'for' expression",
                "put `...` after the value expression to group by key",
            )
        else:
            self.items[name] = result

    def make_result(self) -> Value:
        """Return the value made of all elements."""
        if self.unsure:
            return derive_unknown(self.unsure, not_null=True)
        if self.expression.key is None:
            return make_tuple(tuple(self.values))
        if self.expression.group:
            grouped = {name: make_tuple(tuple(rows)) for name, rows in self.groups.items()}
            return make_object({name: grouped[name] for name in sorted(grouped)})
        return make_object({name: self.items[name] for name in sorted(self.items)})
