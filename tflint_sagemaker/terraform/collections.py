"""What makes collections: `[…]`, `{…}` and `for`."""

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
from tflint_sagemaker.terraform.convert import ConversionError, convert, friendly
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
    Failure,
    marked,
    open_set,
    unknown_like,
    ways,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    number,
    object_of,
    string,
    tuple_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.conditional import Evaluate
    from tflint_sagemaker.terraform.frame import Frame

Rows: TypeAlias = "Sequence[tuple[Value, Value]]"


def make_tuple(expression: TupleCons, frame: Frame, evaluate: Evaluate) -> Value:
    """`[a, b]`."""
    return tuple_of(tuple(evaluate(item, frame) for item in expression.items))


def make_object(expression: ObjectCons, frame: Frame, evaluate: Evaluate) -> Value:
    """`{ a = b }`: of two equal keys the last one counts; an unknown key hides the object."""
    items: dict[str, Value] = {}
    keys: list[Value] = []
    unsure: Unknown | None = None
    for item in expression.items:
        value = evaluate(item.value, frame)
        try:
            key = _object_key(item, frame, evaluate)
        except Failure as failure:
            key = frame.fail(failure, item.key.span)
        keys.append(key)
        if isinstance(key.data, Unknown):
            unsure = unsure or key.data
        else:
            items[str(key.data)] = value
    if unsure:
        return marked(replace(unknown_like(unsure, not_null=True), via=ways(keys)), keys)
    return marked(object_of(items), keys)


def _object_key(item: ObjectItem, frame: Frame, evaluate: Evaluate) -> Value:
    match item.key:
        case Variable(name=name):
            return string(name, item.key.span)
        case Constant(value=value):
            text = {True: "true", False: "false", None: "null"}[value]
            return string(text, item.key.span)
        case GetAttr() | Index():
            raise Failure(
                "ambiguous attribute key",
                "a reference as a key needs parentheses, a name with periods needs quotes",
            )
    return text_key(evaluate(item.key, frame), "can't use this value as a key")


def text_key(key: Value, complaint: str) -> Value:
    """The key as a string. Raises Failure."""
    if key.data is None:
        raise Failure(f"{complaint}: it is null")
    try:
        return convert(key, STRING)
    except ConversionError as error:
        raise Failure(f"{complaint}: {error}") from None


def iterable(collection: Value) -> Rows | Unknown:
    """The keys and elements of a collection in Terraform's order. Raises Failure."""
    data = collection.data
    if data is None:
        raise Failure("a null value cannot be iterated over")
    if isinstance(data, Unknown):
        if isinstance(collection.type, Anything | Collection | Tuple | Object):
            return data
    elif isinstance(data, tuple):
        if isinstance(collection.type, Collection) and collection.type.kind == "set":
            if collection.unknown and open_set(collection):
                return collection.unknown
            return [(item, item) for item in data]
        return [(number(at, collection.span), item) for at, item in enumerate(data)]
    elif isinstance(data, Mapping):
        return [(string(key, collection.span), data[key]) for key in sorted(data)]
    raise Failure(f"a value of type {friendly(collection.type)} cannot be iterated over")


def bindings(
    frame: Frame, key_name: str | None, key: Value, value_name: str, value: Value
) -> Frame:
    """The frame for one element of a `for`."""
    names = {value_name: value} if key_name is None else {key_name: key, value_name: value}
    return frame.binding(names)


def for_each(expression: For, frame: Frame, evaluate: Evaluate) -> Value:
    """`[for …]` and `{for …}`."""
    collection = evaluate(expression.collection, frame)
    rows = iterable(collection)
    if not isinstance(rows, Unknown):
        rows = [
            (key, value if value.via else replace(value, via=collection.via)) for key, value in rows
        ]
    _check_condition(expression, frame, evaluate)
    if isinstance(rows, Unknown):
        reason = unknown_like(rows, not_null=True)
        return marked(replace(reason, via=collection.via), [collection])
    loop = _Loop(expression, frame, evaluate)
    for key, value in rows:
        loop.run(key, value)
    return marked(loop.result(), [collection, *loop.deciding])


def _check_condition(expression: For, frame: Frame, evaluate: Evaluate) -> None:
    """A condition that is wrong whatever the element is an error even without elements."""
    if expression.condition is None:
        return
    open_ = Value(ANY, Unknown("the element of a for expression"))
    inner = bindings(frame, expression.key_name, open_, expression.value_name, open_)
    faults, inner = inner.capture()
    _included(evaluate(expression.condition, inner))
    if faults.diagnostics:
        faults.release()


def _included(condition: Value) -> Value:
    if condition.data is None:
        raise Failure("the value of the 'if' clause must not be null")
    try:
        return convert(condition, BOOL)
    except ConversionError as error:
        raise Failure(f"the 'if' clause value is invalid: {error}") from None


class _Loop:
    """A `for` on its way through a collection."""

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

    def __init__(self, expression: For, frame: Frame, evaluate: Evaluate) -> None:
        self.expression = expression
        self.frame = frame
        self.evaluate = evaluate
        self.values: list[Value] = []
        self.items: dict[str, Value] = {}
        self.groups: dict[str, list[Value]] = {}
        self.deciding: list[Value] = []
        self.unsure: Unknown | None = None

    def run(self, key: Value, value: Value) -> None:
        """One element."""
        expression = self.expression
        inner = bindings(self.frame, expression.key_name, key, expression.value_name, value)
        if expression.condition is not None:
            include = _included(self.evaluate(expression.condition, inner))
            self.deciding.append(include)
            if isinstance(include.data, Unknown):
                self.unsure = self.unsure or include.data
                return
            if not include.data:
                return
        if expression.key is None:
            self.values.append(self.evaluate(expression.value, inner))
            return
        name = text_key(self.evaluate(expression.key, inner), "invalid object key")
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
            raise Failure(
                f"two different items produced the key `{name}` in this 'for' expression",
                "put `...` after the value expression to group by key",
            )
        else:
            self.items[name] = result

    def result(self) -> Value:
        """What came of all elements."""
        if self.unsure:
            return unknown_like(self.unsure, not_null=True)
        if self.expression.key is None:
            return tuple_of(tuple(self.values))
        if self.expression.group:
            grouped = {name: tuple_of(tuple(rows)) for name, rows in self.groups.items()}
            return object_of({name: grouped[name] for name in sorted(grouped)})
        return object_of({name: self.items[name] for name in sorted(self.items)})
