"""Instances in the form of a plan: values and unknown values, as `terraform show -json` has them.

`values` and `unknown` have the shapes of `after` and `after_unknown`
(https://developer.hashicorp.com/terraform/internals/json-format#change-representation): blocks
are lists, arguments that are not given are null, unknown values are not in `values` and are true
in `unknown`. Providers built on Terraform's older SDK behave like this: a map or set with one
unknown element is completely unknown, null elements of maps are dropped, and an empty collection
is null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.types import Collection
from tflint_sagemaker.terraform.values import Step, Unknown, Value
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.block_schema import AttributeSchema, BlockSchema
    from tflint_sagemaker.terraform.evaluated import EvaluatedArgument, EvaluatedBlock, Instance

CUT = "…"
LEFT_TO_PROVIDER = "it is left to the provider"


@dataclass(frozen=True, slots=True)
class ProviderBehavior:
    """Values that a provider sets if a configuration does not; names are paths without indices.

    `defaults` are values of arguments. `filled` are blocks that may come from the provider, and
    arguments that it always computes.
    """

    defaults: Mapping[str, Any] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedInstance:
    """An evaluated instance as plain data.

    The other tables are by path (`primary_container[0].environment["A"]`): `reasons` for all
    unknown values, `parts` for their known parts, `origins` for the steps of each value, the origin
    first and the argument last. `sensitive` are the paths of sensitive values, which are in none
    of the tables unless `plan` was called with `secrets`.
    """

    address: str
    calls: tuple[Step, ...] = ()
    unsure: Unknown | None = None
    values: dict[str, Any] = field(default_factory=dict)
    unknown: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, Unknown] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    sensitive: set[str] = field(default_factory=set)


def plan(
    instance: Instance, schema: BlockSchema, provider: ProviderBehavior, *, secrets: bool = False
) -> PlannedInstance:
    """Return the instance in the form of a plan; `secrets` includes sensitive values."""
    planned = PlannedInstance(instance.address, instance.calls, instance.unsure)
    shaper = _Shaper(planned, provider, secrets=secrets)
    values, unknown = shaper.convert_block(instance.body, schema, "", "")
    planned.values.update(values)
    planned.unknown.update(unknown)
    return planned


@dataclass(frozen=True, slots=True)
class _Shaper:
    """Conversion of the blocks of one instance, which fills its tables."""

    into: PlannedInstance
    provider: ProviderBehavior
    secrets: bool

    def convert_block(
        self, block: EvaluatedBlock, schema: BlockSchema, path: str, pattern: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return values and unknowns of a block; paths and patterns end in a dot, or are empty."""
        values: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for name in sorted({*schema.attributes, *schema.blocks}):
            here, there = f"{path}{name}", f"{pattern}{name}"
            if name in schema.attributes:
                found = self._convert_attribute(block, name, schema.attributes[name], here, there)
            else:
                found = self._convert_blocks(block, name, schema.blocks[name].block, here, there)
            value, mark = found
            if mark is not True and value is not _HIDDEN:
                values[name] = value
            if mark is not False:
                unknown[name] = mark
        return values, unknown

    def _convert_blocks(
        self, block: EvaluatedBlock, kind: str, schema: BlockSchema, path: str, pattern: str
    ) -> tuple[Any, Any]:
        reason = block.unsure.get(kind)
        nested = list(block.list_blocks(kind))
        if reason is None and not nested and pattern in self.provider.filled:
            reason = Unknown(LEFT_TO_PROVIDER, block.header)
        if reason is not None:
            self.into.reasons[path] = reason
            return None, True
        found = [
            self.convert_block(each, schema, f"{path}[{at}].", f"{pattern}.")
            for at, each in enumerate(nested)
        ]
        return [values for values, _ in found], [unknown for _, unknown in found]

    def _convert_attribute(
        self, block: EvaluatedBlock, name: str, schema: AttributeSchema, path: str, pattern: str
    ) -> tuple[Any, Any]:
        given = block.arguments.get(name) if schema.settable else None
        if given is None or given.value.is_null or pattern in self.provider.filled:
            return self._convert_unset(block, given, schema, path, pattern)
        try:
            value = convert(given.value, schema.type)
        except ConversionError as misfit:
            self.into.reasons[path] = Unknown(f"the value is not valid: {misfit}", given.value.span)
            return None, True
        self._record_origins(path, given, value)
        return self._convert_value(value, path)

    def _convert_unset(
        self,
        block: EvaluatedBlock,
        given: EvaluatedArgument | None,
        schema: AttributeSchema,
        path: str,
        pattern: str,
    ) -> tuple[Any, Any]:
        if given is not None:
            self._record_origins(path, given, given.value)
        if pattern in self.provider.defaults:
            return self.provider.defaults[pattern], False
        if not schema.computed:
            return None, False
        self.into.reasons[path] = Unknown(LEFT_TO_PROVIDER, block.header)
        return None, True

    def _convert_value(self, value: Value, path: str) -> tuple[Any, Any]:
        data = value.data
        if value.sensitive:
            self.into.sensitive.add(path)
            if not self.secrets:
                return self._hide_value(value, path)
        match data:
            case Unknown():
                self._record_unknown(path, data)
                return None, True
            case Mapping():
                return self._convert_map(data, value, path)
            case tuple():
                return self._convert_sequence(data, value, path)
            case Fraction():
                return float(data), False
            case _:
                return data, False

    def _hide_value(self, value: Value, path: str) -> tuple[Any, Any]:
        if reason := value.unknown:
            self.into.reasons[path] = reason
            return None, True
        return _HIDDEN, False

    def _record_unknown(self, path: str, reason: Unknown) -> None:
        self.into.reasons[path] = reason
        if reason.prefix or reason.suffix:
            self.into.parts[path] = f"{reason.prefix}{CUT}{reason.suffix}"

    def _convert_map(self, data: Mapping[str, Value], value: Value, path: str) -> tuple[Any, Any]:
        items = {
            key: self._convert_value(item, make_element_path(path, key))
            for key, item in sorted(data.items())
            if item.data is not None
        }
        known = {k: plain for k, (plain, mark) in items.items() if mark is not True}
        shown = {k: plain for k, plain in known.items() if plain is not _HIDDEN}
        if reason := value.unknown:
            self.into.reasons[path] = reason
            self.into.parts[path] = shown
            return None, True
        return (shown, {}) if known else (None, False)

    def _convert_sequence(
        self, data: tuple[Value, ...], value: Value, path: str
    ) -> tuple[Any, Any]:
        items = [self._convert_value(item, f"{path}[{at}]") for at, item in enumerate(data)]
        shown = [plain for plain, mark in items if mark is not True and plain is not _HIDDEN]
        is_set = isinstance(value.type, Collection) and value.type.kind == "set"
        if is_set and (reason := value.unknown):
            self.into.reasons[path] = reason
            self.into.parts[path] = shown
            return None, True
        if not items:
            return None, False
        plain = [None if mark is True or plain is _HIDDEN else plain for plain, mark in items]
        return plain, [mark for _, mark in items]

    def _record_origins(self, path: str, argument: EvaluatedArgument, value: Value) -> None:
        """Record the steps of a value and of its elements."""
        at = argument.value.span or argument.name_span
        self.into.origins[path] = (*value.via, Step(f"argument {argument.name}", at))
        if isinstance(value.data, Mapping) and not value.sensitive:
            for key, item in sorted(value.data.items()):
                if item.data is not None and (item.via or item.span):
                    last = (Step(f"element {key}", item.span),) if item.span else ()
                    self.into.origins[make_element_path(path, key)] = (*item.via, *last)


def make_element_path(path: str, key: str) -> str:
    """Return the path of an element of a map."""
    return f"{path}[{json.dumps(key, ensure_ascii=False)}]"


# In place of a known value that must not be shown.
_HIDDEN = object()
