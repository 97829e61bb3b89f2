"""Resources of a module instance: all instances of each, and the value of a reference to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.repetition import (
    get_repetition_kind,
    make_any_instance,
    make_stand_in,
    repeat,
)
from tflint_sagemaker.terraform.resource_instance import DataSourceFunction, ResourceInstance
from tflint_sagemaker.terraform.types import (
    ANY,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_object,
    make_tuple,
)

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.terraform.block_schema import BlockSchema
    from tflint_sagemaker.terraform.module_scope import ModuleScope
    from tflint_sagemaker.terraform.repetition import Repetition, Repetitions


class Resource:
    """A resource or data source of one module instance, with all its instances."""

    def __init__(
        self,
        module: ModuleScope,
        mode: str,
        block: Block,
        schema: BlockSchema | None,
        compute: DataSourceFunction | None = None,
    ) -> None:
        self.module = module
        self.mode = mode
        self.block = block
        self._schema = schema
        self._compute = compute
        self.type, self.name = (label.text for label in block.labels)
        prefix = "" if mode == "resource" else f"{mode}."
        self.local_name = f"{prefix}{self.type}.{self.name}"
        self.address = module.prefix + self.local_name
        self._repetitions: Repetitions | None = None
        self._instances: dict[str, ResourceInstance] = {}

    @property
    def repetitions(self) -> Repetitions:
        """Its instances by `count` or `for_each`."""
        if self._repetitions is None:
            kind = get_repetition_kind(self.block.body)
            with self.module.enter(id(self)) as first:
                if not first:
                    return make_any_instance(kind, Unknown(f"{self.local_name} needs itself"))
                if self.module.known:
                    scope = BlockScope(self.module, address=self.address)
                    self._repetitions = repeat(self.block.body, scope)
                else:
                    self._repetitions = make_stand_in(kind, self.block.header)
        return self._repetitions

    def get_instance(self, repetition: Repetition) -> ResourceInstance:
        """Return one of its instances."""
        if repetition.suffix not in self._instances:
            address = self.address + repetition.suffix
            self._instances[repetition.suffix] = ResourceInstance(
                name=self.local_name + repetition.suffix,
                block=self.block,
                scope=BlockScope(self.module, repetition, address),
                schema=self._schema,
                mode=self.mode,
                compute=self._compute,
            )
        return self._instances[repetition.suffix]

    def get_value(self, names: tuple[str, ...]) -> tuple[Value, int]:
        """Return the resource, or its attribute `names[0]`, and how many of the names that used.

        A resource with `count` or `for_each` is a tuple or an object of its instances.
        """
        found = self.repetitions
        if found.kind == "single":
            instance = self.get_instance(found.instances[0])
            return (instance.get_attribute(names[0]), 1) if names else (instance.get_value(), 0)
        if found.unknown is not None:
            return Value(ANY, found.unknown, self.block.header), 0
        values = {r.key: self.get_instance(r).get_value() for r in found.instances}
        if found.kind == "count":
            return make_tuple(tuple(values.values())), 0
        return make_object({str(key): value for key, value in values.items()}), 0
