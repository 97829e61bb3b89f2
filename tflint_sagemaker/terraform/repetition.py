"""Evaluation of `count` and `for_each`: the instances of a resource or module call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.types import NUMBER, STRING, Anything, Collection, Object
from tflint_sagemaker.terraform.values import Unknown, Value, make_number, make_string, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Attribute, Body
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.scope import Scope

InstanceKey: TypeAlias = str | int | None
RepetitionKind: TypeAlias = Literal["single", "count", "for_each"]

NO_INSTANCES = "there are no instances here, so variables are left open"
ANY_KEY = "[*]"
SENSITIVE = "is sensitive, but its instances show in every plan"


@dataclass(frozen=True, slots=True)
class Repetition:
    """One instance: its key, the suffix of its address, and the values of `each` or `count`."""

    key: InstanceKey = None
    suffix: str = ""
    objects: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


SINGLE = Repetition()


@dataclass(frozen=True, slots=True)
class Repetitions:
    """The instances of a block.

    If their number is not known, `unknown` is the reason, and the one instance stands for any.
    """

    kind: RepetitionKind = "single"
    instances: tuple[Repetition, ...] = (SINGLE,)
    unknown: Unknown | None = None


ONCE = Repetitions()


def repeat(body: Body, scope: Scope) -> Repetitions:
    """Return the instances that `count` or `for_each` make of a block."""
    count = body.get_attribute("count")
    if count is not None:
        return _repeat_count(count, scope)
    for_each = body.get_attribute("for_each")
    if for_each is not None:
        return _repeat_for_each(for_each, scope)
    return ONCE


def make_any_instance(kind: RepetitionKind, reason: Unknown) -> Repetitions:
    """Return one instance that stands for any, if the number and keys are not known."""
    if kind == "single":
        return Repetitions(kind, unknown=reason)
    return Repetitions(
        kind, (Repetition(None, ANY_KEY, make_unknown_objects(kind, reason)),), reason
    )


def make_unknown_objects(
    kind: RepetitionKind, reason: Unknown
) -> Mapping[str, Mapping[str, Value]]:
    """Return `each` or `count` for an instance that is not known."""
    if kind == "count":
        return {"count": {"index": make_unknown(reason.reason, reason.span, NUMBER)}}
    if kind == "for_each":
        key = make_unknown(reason.reason, reason.span, STRING)
        return {"each": {"key": key, "value": make_unknown(reason.reason, reason.span)}}
    return {}


def make_stand_in(kind: RepetitionKind, header: Span) -> Repetitions:
    """Return one instance that stands for a block without instances."""
    objects = make_unknown_objects(kind, Unknown(NO_INSTANCES, header))
    return Repetitions("single", (Repetition(None, "", objects),))


def get_repetition_kind(body: Body) -> RepetitionKind:
    """Return which meta-argument repeats a block, from its syntax alone."""
    if body.get_attribute("count") is not None:
        return "count"
    return "single" if body.get_attribute("for_each") is None else "for_each"


def _reject(scope: Scope, attribute: Attribute, message: str, hint: str | None = None) -> Unknown:
    span = attribute.value.span
    scope.report(Diagnostic("invalid-repetition", message, span, hint))
    return Unknown(f"{attribute.name} is not valid", span)


def _repeat_count(attribute: Attribute, scope: Scope) -> Repetitions:
    value = evaluate(attribute.value, scope)
    size = _read_count(value, attribute, scope)
    if isinstance(size, Unknown):
        return make_any_instance("count", size)
    return Repetitions(
        "count",
        tuple(
            Repetition(index, f"[{index}]", {"count": {"index": make_number(index)}})
            for index in range(size)
        ),
    )


def _read_count(value: Value, attribute: Attribute, scope: Scope) -> int | Unknown:
    if value.sensitive:
        return _reject(scope, attribute, f"`count` {SENSITIVE}")
    if value.is_null:
        return _reject(scope, attribute, "`count` is null", "give a whole number")
    try:
        data = convert(value, NUMBER).data
    except ConversionError as error:
        return _reject(scope, attribute, f"`count` is not a number: {error}")
    if isinstance(data, Unknown):
        return data
    if isinstance(data, Fraction):
        return _reject(scope, attribute, f"`count` is {float(data):g}, not a whole number")
    if not isinstance(data, int):
        return Unknown("count is not a number", attribute.value.span)
    if data < 0:
        return _reject(scope, attribute, f"`count` is {data}, which is less than zero")
    return data


def _repeat_for_each(attribute: Attribute, scope: Scope) -> Repetitions:
    value = evaluate(attribute.value, scope)
    items = _read_for_each(value, attribute, scope)
    if isinstance(items, Unknown):
        return make_any_instance("for_each", items)
    return Repetitions(
        "for_each",
        tuple(
            Repetition(
                key, f"[{quote_key(key)}]", {"each": {"key": make_string(key), "value": item}}
            )
            for key, item in sorted(items.items())
        ),
    )


def _read_for_each(
    value: Value, attribute: Attribute, scope: Scope
) -> Mapping[str, Value] | Unknown:
    hint = "give a map, or a set of strings"
    if value.sensitive:
        return _reject(scope, attribute, f"`for_each` {SENSITIVE}")
    if value.is_null:
        return _reject(scope, attribute, "`for_each` is null", hint)
    kind = value.type
    repeatable = isinstance(kind, Object | Anything) or (
        isinstance(kind, Collection) and kind.kind in ("map", "set")
    )
    if not repeatable:
        list_hint = "wrap the list in `toset(…)`"
        listed = not isinstance(kind, Collection) and not isinstance(value.data, tuple)
        return _reject(
            scope, attribute, f"`for_each` is of type {kind}", hint if listed else list_hint
        )
    if (
        isinstance(kind, Collection)
        and kind.kind == "set"
        and kind.element not in (STRING, Anything())
    ):
        return _reject(scope, attribute, f"`for_each` is a {kind}, not a set of strings", hint)
    if isinstance(value.data, Unknown):
        return value.data
    if isinstance(value.data, Mapping):
        return value.data
    return _read_set(value, attribute, scope)


def _read_set(value: Value, attribute: Attribute, scope: Scope) -> Mapping[str, Value] | Unknown:
    found: dict[str, Value] = {}
    for item in value.data if isinstance(value.data, tuple) else ():
        if isinstance(item.data, Unknown):
            return item.data
        if item.data is None:
            return _reject(scope, attribute, "`for_each` is a set that holds null")
        if isinstance(item.data, str):
            found[item.data] = item
    return found


def quote_key(key: str) -> str:
    """Return a key as Terraform writes it in an address."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    text = "".join(escapes.get(letter, letter) for letter in key)
    return '"' + text.replace("${", "$${").replace("%{", "%%{") + '"'
