"""Instances of resources: values that the configuration sets; the rest is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.terraform.block_evaluation import (
    evaluate_argument,
    evaluate_block,
    expand_nested_blocks,
)
from tflint_sagemaker.terraform.block_schema import make_nested_type, make_object_type
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.deferral import find_deferral
from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
from tflint_sagemaker.terraform.provider_configurations import (
    ProviderConfiguration,
    find_provider,
    find_provider_name,
)
from tflint_sagemaker.terraform.types import (
    Primitive,
    Type,
)
from tflint_sagemaker.terraform.values import (
    ResourceAttribute,
    Step,
    Unknown,
    Value,
    make_unknown,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.terraform.block_schema import AttributeSchema, BlockSchema, NestedSchema
    from tflint_sagemaker.terraform.block_scope import BlockScope
    from tflint_sagemaker.terraform.evaluated import EvaluatedArgument


# Computes attributes of a data source from its block and its provider configuration.
DataSourceFunction: TypeAlias = Callable[
    [EvaluatedBlock, ProviderConfiguration | None], Mapping[str, Value]
]


@dataclass(eq=False)
class ResourceInstance(Mapping[str, Value]):
    """One instance of a resource or data source; each attribute is evaluated on first use.

    `compute` returns the attributes of a data source that are certain.
    """

    name: str
    block: Block
    scope: BlockScope
    schema: BlockSchema | None
    mode: str = "resource"
    compute: DataSourceFunction | None = None
    _values: dict[str, Value] = field(default_factory=dict)
    _arguments: dict[str, EvaluatedArgument] = field(default_factory=dict)
    _body: EvaluatedBlock | None = None
    _computed: Mapping[str, Value] | None = None

    def evaluate_body(self) -> EvaluatedBlock:
        """Return the block with all arguments and nested blocks evaluated."""
        if self._body is None:
            self._body = evaluate_block(self.block, self.scope, meta=True)
        return self._body

    def get_value(self) -> Value:
        """Return the instance as an object."""
        if self.schema is None:
            return make_unknown(f"the schema of {self.name} is not known", self.block.header)
        return Value(make_object_type(self.schema), self, self.block.header)

    def __iter__(self) -> Iterator[str]:
        if self.schema is not None:
            yield from self.schema.attributes
            yield from self.schema.blocks

    def __len__(self) -> int:
        return 0 if self.schema is None else len(self.schema.attributes) + len(self.schema.blocks)

    def __contains__(self, name: object) -> bool:
        schema = self.schema
        return schema is not None and (name in schema.attributes or name in schema.blocks)

    def __getitem__(self, name: str) -> Value:
        if name not in self:
            raise KeyError(name)
        if name not in self._values:
            self._values[name] = self._evaluate(name)
        return self._values[name]

    def get_attribute(self, name: str) -> Value:
        """Return an attribute; unknown if the schema of the type does not have it."""
        if name in self._get_computed():
            return self._attach_origin(name, self._get_computed()[name])
        if self.schema is None:
            return self.get_value()
        if name not in self:
            return make_unknown(f"{self.name} has no attribute {name}", self.block.header)
        return self[name]

    def _get_computed(self) -> Mapping[str, Value]:
        """Return the attributes of a data source that are certain."""
        if self._computed is None:
            computed: Mapping[str, Value] = {}
            if self.compute is not None:
                computed = self.compute(self.evaluate_body(), self._find_provider())
            reason = find_deferral(self.scope.module, self.evaluate_body()) if computed else None
            self._computed = {
                name: self._attach_origin(name, _defer_value(value, reason))
                for name, value in computed.items()
            }
        return self._computed

    def _find_provider(self) -> ProviderConfiguration | None:
        module = self.scope.module
        name = find_provider_name(module, self.block)
        return None if name is None else find_provider(module, name)

    def _evaluate(self, name: str) -> Value:
        assert self.schema is not None
        if name in self._get_computed():
            return self._get_computed()[name]
        if name in self.schema.attributes:
            return self._evaluate_attribute(name, self.schema.attributes[name])
        return self._evaluate_blocks(name, self.schema.blocks[name])

    def _attach_origin(self, name: str, value: Value) -> Value:
        """Return a computed value; an unknown one gets the attribute that will have the value."""
        if isinstance(value.data, Unknown):
            source = ResourceAttribute(self.scope.address or self.name, name)
            return replace(value, data=replace(value.data, source=source))
        return value

    def _evaluate_attribute(self, name: str, schema: AttributeSchema) -> Value:
        after = self._make_unknown(name, schema.type, computed=schema.computed)
        attribute = self.block.body.get_attribute(name)
        if attribute is None or not schema.settable:
            return after
        value = evaluate_argument(attribute, self.scope).value
        try:
            value = convert(value, schema.type)
        except ConversionError:
            return make_unknown(
                f"{self.name}.{name} is not valid", attribute.value.span, schema.type
            )
        if is_returned_as_given(value, schema, data=self.mode == "data"):
            if self.mode == "data":
                return value
            source = ResourceAttribute(self.scope.address or self.name, name)
            return value.add_step(Step(f"{self.name}.{name}", attribute.value.span, source))
        if isinstance(value.data, Unknown) and not schema.computed:
            return value
        return after

    def _make_unknown(self, name: str, type_: Type, *, computed: bool) -> Value:
        what = f"{self.scope.address or self.name}.{name}"
        if self.mode != "resource":
            reason = f"{self.scope.address or self.name} is read from the provider"
        elif computed:
            reason = f"{what} is known after apply"
        else:
            reason = f"{what} is not set, so the provider decides"
        source = ResourceAttribute(self.scope.address or self.name, name)
        return Value(type_, Unknown(reason, self.block.header, source=source), self.block.header)

    def _evaluate_blocks(self, name: str, nested: NestedSchema) -> Value:
        made = [
            produced
            for _, produced in expand_nested_blocks(self.block, self.scope, meta=True, only=name)
        ]
        unsure = next((p.unsure for p in made if p.unsure is not None), None)
        type_ = make_nested_type(nested)
        if unsure is not None:
            return Value(type_, unsure, self.block.header)
        blocks = [block for produced in made for block in produced.blocks]
        if nested.kind != "list" or not blocks:
            return self._make_unknown(name, type_, computed=True)
        what = f"{self.name}.{name}"
        items = (
            self._make_nested_value(block, nested.block, f"{what}[{index}]")
            for index, block in enumerate(blocks)
        )
        return Value(type_, tuple(items), blocks[0].header)

    def _make_nested_value(self, block: EvaluatedBlock, schema: BlockSchema, what: str) -> Value:
        values: dict[str, Value] = {}
        for name, attribute in schema.attributes.items():
            reason = f"{what}.{name} is known after apply"
            values[name] = make_unknown(reason, block.header, attribute.type)
            given = block.arguments.get(name)
            if given is None or not attribute.settable:
                continue
            try:
                value = convert(given.value, attribute.type)
            except ConversionError:
                continue
            if is_returned_as_given(value, attribute, data=False) or value.is_unknown:
                values[name] = value
        for name, nested in schema.blocks.items():
            inner = list(block.list_blocks(name))
            type_ = make_nested_type(nested)
            if nested.kind != "list" or not inner or name in block.unsure:
                values[name] = make_unknown(
                    f"{what}.{name} is known after apply", block.header, type_
                )
                continue
            values[name] = Value(
                type_,
                tuple(
                    self._make_nested_value(item, nested.block, f"{what}.{name}[{index}]")
                    for index, item in enumerate(inner)
                ),
                inner[0].header,
            )
        return Value(make_object_type(schema), values, block.header)


def _defer_value(value: Value, reason: Unknown | None) -> Value:
    """Return the value; unknown if there is a reason for it to be."""
    if reason is None or value.is_unknown:
        return value
    return replace(value, data=replace(reason, source=None, not_null=True), via=())


def is_returned_as_given(value: Value, schema: AttributeSchema, *, data: bool) -> bool:
    """Return whether the provider is certain to return the value that the configuration sets.

    Null is the same as not set. If the provider may compute the argument, an empty string counts
    as not set too, and a data source may read more than it was given.
    """
    if value.is_null or value.is_unknown:
        return False
    if not schema.computed:
        return True
    if data and not isinstance(schema.type, Primitive):
        return False
    return value.data not in ("", (), {})
