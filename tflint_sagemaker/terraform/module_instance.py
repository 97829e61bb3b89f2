"""Instances of modules: the values of their variables, locals, outputs, calls and resources."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.module_tree import MissingModule, ModuleNode
from tflint_sagemaker.terraform.repetition import (
    NO_INSTANCES,
    SINGLE,
    Repetition,
    get_repetition_kind,
    make_stand_in,
    repeat,
)
from tflint_sagemaker.terraform.resources import Resource
from tflint_sagemaker.terraform.validation import is_rejected
from tflint_sagemaker.terraform.values import (
    Step,
    Unknown,
    Value,
    make_object,
    make_string,
    make_tuple,
    make_unknown,
)
from tflint_sagemaker.terraform.variables import assign
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import Diagnostic
    from tflint_sagemaker.terraform.evaluation_context import EvaluationContext
    from tflint_sagemaker.terraform.repetition import RepetitionKind
    from tflint_sagemaker.terraform.scope import MissingFile


@dataclass(frozen=True, slots=True)
class CallInstances:
    """The instances of a module call, or the reason why there are none (`missing`).

    If their number is not known, `unknown` is the reason and the one instance stands for any.
    """

    kind: RepetitionKind = "single"
    instances: tuple[ModuleInstance, ...] = ()
    unknown: Unknown | None = None
    stand_in: ModuleInstance | None = None
    missing: Unknown | None = None


@dataclass(eq=False)
class ModuleInstance:
    """One instance of a module; each value is evaluated on first use and kept.

    `known` is false for the stand-in of a module without instances: every variable is unknown
    there, as in `terraform validate`. `calls` are the module calls that lead here, the outermost
    first.
    """

    context: EvaluationContext
    node: ModuleNode
    prefix: str = ""
    parent: ModuleInstance | None = None
    repetition: Repetition = SINGLE
    calls: tuple[Step, ...] = ()
    known: bool = True
    _values: dict[tuple[str, str], Value] = field(default_factory=dict)
    _resources: dict[tuple[str, str, str], Resource | None] = field(default_factory=dict)
    _calls: dict[str, CallInstances] = field(default_factory=dict)
    _stand_in: ModuleInstance | None = None

    def get_stand_in(self) -> ModuleInstance:
        """Return the same instance with every variable unknown."""
        if not self.known:
            return self
        if self._stand_in is None:
            self._stand_in = replace(
                self, known=False, _values={}, _resources={}, _calls={}, _stand_in=None
            )
        return self._stand_in

    def get_variable(self, name: str) -> Value:
        """Return the value of an input variable; unknown if a validation rejects the value."""
        return self._get_once("var", name, self._evaluate_variable)

    def get_given_value(self, name: str) -> Value:
        """Return the value of an input variable, even if a validation rejects it."""
        return self._get_once("given", name, self._evaluate_given_value)

    def get_local(self, name: str) -> Value:
        """Return the value of a local value."""
        return self._get_once("local", name, self._evaluate_local)

    def get_output(self, name: str) -> Value:
        """Return the value of an output."""
        return self._get_once("output", name, self._evaluate_output)

    def _get_once(self, kind: str, name: str, find: Callable[[str], Value]) -> Value:
        key = (kind, name)
        if key not in self._values:
            with self.enter(id(self), kind, name) as first:
                if not first:
                    return make_unknown(f"{kind}.{name} needs itself")
                self._values[key] = find(name)
        return self._values[key]

    def _evaluate_variable(self, name: str) -> Value:
        value = self.get_given_value(name)
        declaration = self.node.module.declarations.find("variable", name)
        is_given = self.node.call is not None or name in self.context.root_values
        if declaration is None or not is_given or not declaration.has_word("validation"):
            return value
        block = self.node.module.block(declaration)
        if block is None or not is_rejected(block, value):
            return value
        # The rejected value is reported; findings that follow from it would repeat that.
        reason = f"the validation of var.{name} rejects its value"
        return replace(make_unknown(reason, value.span, value.type), sensitive=value.sensitive)

    def _evaluate_given_value(self, name: str) -> Value:
        variable = self.context.find_variable(self.node, name)
        if variable is None:
            return make_unknown(f"var.{name} is not declared")
        if not self.known:
            value = make_unknown(NO_INSTANCES, variable.header, variable.type)
            return replace(value, sensitive=variable.sensitive)
        if self.parent is None or self.node.call is None:
            if self.context.is_left_open(variable):
                reason = f"var.{name} may be given another value than its default"
                value = make_unknown(reason, variable.header, variable.type)
                return replace(value, sensitive=variable.sensitive)
            return self.context.root_values.get_value(variable, self.context.report)
        call = self.node.names[-1]
        attribute = self.node.call.body.get_attribute(name)
        if attribute is None:
            value = assign(variable, None, None, self.context.report)
            if value.is_unknown and variable.default is None:
                reason = f"module.{call} is called without {name}"
                return make_unknown(reason, self.node.call.header, variable.type)
            return value
        scope = BlockScope(self.parent, self.repetition, self.prefix.rstrip(".") or None)
        given = evaluate(attribute.value, scope)
        step = Step(f"argument {name} of module.{call}", attribute.value.span)
        return assign(variable, given, step, self.context.report)

    def _evaluate_local(self, name: str) -> Value:
        attribute = self.node.module.locals.get(name)
        if attribute is None:
            return make_unknown(f"local.{name} is not declared")
        value = evaluate(attribute.value, BlockScope(self))
        return value.add_step(Step(f"local.{name}", attribute.value.span))

    def _evaluate_output(self, name: str) -> Value:
        declaration = self.node.module.declarations.find("output", name)
        block = None if declaration is None else self.node.module.block(declaration)
        attribute = None if block is None else block.body.get_attribute("value")
        path = ".".join(f"module.{call}" for call in self.node.names)
        if block is None or attribute is None:
            return make_unknown(f"{path} has no output {name}")
        value = evaluate(attribute.value, BlockScope(self))
        step = Step(f"output {name} of {path}", attribute.value.span)
        sensitive = block.body.get_attribute("sensitive")
        if sensitive is not None and evaluate(sensitive.value, BlockScope(self)).data is True:
            value = replace(value, sensitive=True)
        return value.add_step(step)

    def get_path(self, name: str, span: Span) -> Value:
        """Return `path.NAME`, as Terraform gives it when it runs in the root directory."""
        match name:
            case "module":
                return make_string(self.node.relative, span)
            case "root":
                return make_string(".", span)
            case _:
                return make_unknown(f"path.{name} is known only when Terraform runs", span)

    def get_terraform(self, name: str, span: Span) -> Value:
        """Return `terraform.NAME`."""
        return self.context.get_terraform(name, span)

    def get_resource(
        self, mode: str, kind: str, name: str, names: tuple[str, ...]
    ) -> tuple[Value, int]:
        """Return a resource, or its attribute `names[0]`, and how many of the names that used."""
        prefix = "" if mode == "resource" else f"{mode}."
        resource = self.find_resource(mode, kind, name)
        if resource is None:
            return make_unknown(f"{prefix}{kind}.{name} is not declared"), 0
        if not self.known:
            return make_unknown(f"{prefix}{kind}.{name} is left open: {NO_INSTANCES}"), 0
        return resource.get_value(names)

    def find_resource(self, mode: str, kind: str, name: str) -> Resource | None:
        """Return a resource; None if it is not declared or cannot be parsed."""
        key = (mode, kind, name)
        if key not in self._resources:
            context = self.context
            block = context.find_block(self.node, mode, kind, name)
            schema = context.find_schema(mode, kind)
            compute = context.data_sources.get(kind) if mode == "data" else None
            resource = None if block is None else Resource(self, mode, block, schema, compute)
            self._resources[key] = resource
        return self._resources[key]

    def get_call(self, name: str, names: tuple[str, ...]) -> tuple[Value, int]:
        """Return a module call, or its output `names[0]`, and how many steps that used."""
        call = self.expand_call(name)
        if not self.known:
            return make_unknown(f"module.{name} is left open: {NO_INSTANCES}"), 1
        if call.missing is not None:
            return make_unknown(call.missing.reason, call.missing.span), 1
        if call.kind == "single":
            instance = call.instances[0]
            outputs = instance.node.module.declarations.list_names("output")
            if names and names[0] in outputs:
                return instance.get_output(names[0]), 2
            return instance.get_outputs(), 1
        if call.unknown is not None:
            return Value(make_unknown("").type, call.unknown), 1
        if call.kind == "count":
            return make_tuple(tuple(instance.get_outputs() for instance in call.instances)), 1
        by_key = {str(found.repetition.key): found.get_outputs() for found in call.instances}
        return make_object(by_key), 1

    def get_outputs(self) -> Value:
        """Return the module as the object of its outputs."""
        names = self.node.module.declarations.list_names("output")
        if not self.node.module.complete:
            return make_unknown(f"not all of {self.prefix.rstrip('.')} can be read")
        return make_object({name: self.get_output(name) for name in names})

    def expand_call(self, name: str) -> CallInstances:
        """Return the instances that `count` or `for_each` make of a module call."""
        if name not in self._calls:
            with self.enter(id(self), "module", name) as first:
                if not first:
                    return CallInstances(missing=Unknown(f"module.{name} needs itself"))
                self._calls[name] = self._expand_call(name)
        return self._calls[name]

    def _expand_call(self, name: str) -> CallInstances:
        node = self.context.tree.find_child(self.node, name)
        if node is None:
            return CallInstances(missing=Unknown(f"module.{name} is not declared"))
        if isinstance(node, MissingModule):
            return CallInstances(missing=Unknown(node.reason, node.span))
        assert node.call is not None
        scope = BlockScope(self, address=f"{self.prefix}module.{name}")
        kind = get_repetition_kind(node.call.body)
        stand_in = make_stand_in(kind, node.call.header)
        found = repeat(node.call.body, scope) if self.known else stand_in
        return CallInstances(
            kind,
            tuple(self._make_instance(node, repetition) for repetition in found.instances),
            found.unknown,
            stand_in=self._make_instance(node, stand_in.instances[0], known=False),
        )

    def _make_instance(
        self, node: ModuleNode, repetition: Repetition, *, known: bool = True
    ) -> ModuleInstance:
        assert node.call is not None
        name = f"module.{node.names[-1]}{repetition.suffix}"
        return ModuleInstance(
            self.context,
            node,
            prefix=f"{self.prefix}{name}.",
            parent=self,
            repetition=repetition,
            calls=(*self.calls, Step(name, node.call.header)),
            known=known and self.known,
        )

    def get_provider_defaults(self, provider: str) -> Mapping[str, Value]:
        """Return the arguments that a provider takes from outside if its block has none."""
        return self.context.provider_defaults.get(provider, {})

    def enter(self, *key: object) -> AbstractContextManager[bool]:
        """Mark something as being evaluated; gives False if it is being evaluated already."""
        return self.context.enter(*key)

    def report(self, diagnostic: Diagnostic) -> None:
        """Record a diagnostic of evaluation."""
        self.context.report(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """Return the content of a file below a module directory."""
        return self.context.read_file(path, span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """Return the files below a directory that is in a module directory."""
        return self.context.list_files(path, span)
