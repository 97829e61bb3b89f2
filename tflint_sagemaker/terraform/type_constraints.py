"""Type constraints of variables, with the defaults of optional attributes.

https://developer.hashicorp.com/terraform/language/expressions/type-constraints
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.json import read_as_expression
from tflint_sagemaker.hcl.syntax import (
    Call,
    GetAttr,
    ObjectCons,
    Parentheses,
    Template,
    TupleCons,
    Variable,
)
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.spelling import suggest_name
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Object,
    Tuple,
    Type,
    make_list_type,
    make_map_type,
    make_set_type,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.scope import ConstantScope
    from tflint_sagemaker.terraform.values import Value

SIMPLE: Mapping[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": ANY}
# What quoted types and bare collections meant before Terraform 0.12.
OLD: Mapping[str, Type] = {"string": STRING, "list": make_list_type(ANY), "map": make_map_type(ANY)}
COLLECTIONS = {"list": make_list_type, "set": make_set_type, "map": make_map_type}
MAKERS = (*COLLECTIONS, "tuple", "object")


@dataclass(frozen=True, slots=True)
class TypeConstraint:
    """A type, and the defaults of optional attributes in it.

    `defaults` are those of an object's attributes. `inside` are the constraints of the parts of
    the type: attributes of an object by name, elements of a tuple by index, the element of a
    collection as "".
    """

    type: Type
    defaults: Mapping[str, Value] = field(default_factory=dict)
    inside: Mapping[str, TypeConstraint] = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether it has no defaults anywhere."""
        return not self.defaults and all(inner.plain for inner in self.inside.values())


ANYTHING = TypeConstraint(ANY)


def read_type_constraint(expression: Expression, scope: ConstantScope) -> TypeConstraint:
    """Return the constraint in a `type` argument; a wrong one is reported and counts as `any`."""
    if isinstance(expression, Template) and not expression.span.source.is_json:
        return TypeConstraint(OLD.get(expression.literal or "", ANY))
    try:
        return _read_constraint(read_as_expression(expression), scope)
    except InputError as error:
        scope.report(Diagnostic("invalid-declaration", error.message, error.span))
        return ANYTHING


def fit(value: Value, constraint: TypeConstraint) -> Value:
    """Return the value as the constraint's type, with its defaults. Raises ConversionError."""
    return convert(
        value if constraint.plain else apply_defaults(value, constraint), constraint.type
    )


def apply_defaults(value: Value, constraint: TypeConstraint) -> Value:
    """Return the value with the defaults of attributes that are missing or null."""
    if constraint.plain:
        return value
    if isinstance(constraint.type, Object):
        return _apply_object_defaults(value, constraint)
    if isinstance(value.data, Mapping):
        inner = constraint.inside.get("", ANYTHING)
        return _replace_contents(
            value, {key: apply_defaults(item, inner) for key, item in value.data.items()}
        )
    if isinstance(value.data, tuple):
        inner = constraint.inside.get("", ANYTHING)
        items = tuple(
            apply_defaults(item, constraint.inside.get(str(at), inner))
            for at, item in enumerate(value.data)
        )
        return _replace_contents(value, items)
    return value


def _apply_object_defaults(value: Value, constraint: TypeConstraint) -> Value:
    if not isinstance(value.data, Mapping):
        return value
    items = dict(value.data)
    for name, default in constraint.defaults.items():
        if name not in items or items[name].is_null:
            items[name] = default
    for name, inner in constraint.inside.items():
        if name in items:
            items[name] = apply_defaults(items[name], inner)
    return _replace_contents(value, items)


def _replace_contents(value: Value, data: Mapping[str, Value] | tuple[Value, ...]) -> Value:
    """Return the value with other contents and their type."""
    made: Type
    if isinstance(data, tuple):
        made = Tuple(tuple(item.type for item in data))
    else:
        made = Object({key: item.type for key, item in data.items()})
    return replace(value, type=made, data=data)


def _read_constraint(expression: Expression, scope: ConstantScope) -> TypeConstraint:
    match expression:
        case Parentheses():
            return _read_constraint(expression.inner, scope)
        case Variable(name=name) if name in SIMPLE:
            return TypeConstraint(SIMPLE[name])
        case Variable(name="list" | "map" as name):
            return TypeConstraint(OLD[name])
        case Variable(name=name):
            hint = suggest_name(name, (*SIMPLE, *MAKERS))
            if name in MAKERS:
                hint = f"add the type of its elements, as in `{name}(…)`"
            return _reject(f"`{name}` is not a type", expression.span, scope, hint)
        case GetAttr():
            return _reject("this is not a type", expression.span, scope)
        case Call(name=name) if name in MAKERS:
            return _read_constructor(expression, scope)
        case Call(name="optional"):
            message = "`optional` is only for the attributes of an object"
            return _reject(message, expression.span, scope)
        case Call(name=name):
            hint = suggest_name(name, MAKERS)
            return _reject(f"`{name}` does not make a type", expression.name_span, scope, hint)
        case _:
            return _reject("this is not a type", expression.span, scope)


def _read_constructor(call: Call, scope: ConstantScope) -> TypeConstraint:
    if len(call.arguments) != 1:
        return _reject(f"`{call.name}` takes one argument", call.span, scope)
    (argument,) = call.arguments
    if call.name == "object":
        if not isinstance(argument, ObjectCons):
            return _reject("`object` takes attributes in braces", argument.span, scope)
        return _read_object(argument, scope)
    if call.name == "tuple":
        if not isinstance(argument, TupleCons):
            return _reject("`tuple` takes types in brackets", argument.span, scope)
        parts = [_read_constraint(item, scope) for item in argument.items]
        inside = {str(at): part for at, part in enumerate(parts)}
        return TypeConstraint(Tuple(tuple(part.type for part in parts)), inside=inside)
    element = _read_constraint(argument, scope)
    return TypeConstraint(COLLECTIONS[call.name](element.type), inside={"": element})


def _read_object(argument: ObjectCons, scope: ConstantScope) -> TypeConstraint:
    inside: dict[str, TypeConstraint] = {}
    defaults: dict[str, Value] = {}
    optional: set[str] = set()
    for item in argument.items:
        name = item.key.name if isinstance(item.key, Variable) else None
        if isinstance(item.key, Template):
            name = item.key.literal
        if name is None:
            _reject("the name of an attribute is a plain word", item.key.span, scope)
            continue
        value = item.value
        if isinstance(value, Call) and value.name == "optional":
            optional.add(name)
            if not 1 <= len(value.arguments) <= 2:
                message = "`optional` takes a type and at most one default"
                inside[name] = _reject(message, value.span, scope)
                continue
            inside[name] = _read_constraint(value.arguments[0], scope)
            if len(value.arguments) == 2:
                defaults.update(_read_default(name, value.arguments[1], inside[name], scope))
        else:
            inside[name] = _read_constraint(value, scope)
    attributes = {name: inner.type for name, inner in inside.items()}
    return TypeConstraint(Object(attributes, frozenset(optional)), defaults, inside)


def _read_default(
    name: str, expression: Expression, constraint: TypeConstraint, scope: ConstantScope
) -> Mapping[str, Value]:
    value = evaluate(expression, scope)
    try:
        return {name: fit(value, constraint)}
    except ConversionError as error:
        message = f"the default of `{name}` does not fit its type: {error}"
        scope.report(Diagnostic("invalid-variable-value", message, expression.span))
        return {}


def _reject(
    message: str, span: Span, scope: ConstantScope, hint: str | None = None
) -> TypeConstraint:
    scope.report(Diagnostic("invalid-declaration", message, span, hint))
    return ANYTHING
