"""Modules at work: their variables, locals, calls and resources, each evaluated when asked for."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field, replace
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.file_access import files_below, read_file
from tflint_sagemaker.terraform.interface_checks import refused
from tflint_sagemaker.terraform.module_tree import Node, NotHere, Tree
from tflint_sagemaker.terraform.repetition import (
    SINGLE,
    STAND_IN,
    Repetition,
    repeat,
    stand_in,
    way_of,
)
from tflint_sagemaker.terraform.resources import Resource
from tflint_sagemaker.terraform.value_marks import has_empty
from tflint_sagemaker.terraform.values import (
    Step,
    Unknown,
    Value,
    object_of,
    string,
    tuple_of,
    unknown,
)
from tflint_sagemaker.terraform.variables import InputVariable, RootValues, assign, declared
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tflint_sagemaker.hcl.syntax import Block, Chunk
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema, Schemas
    from tflint_sagemaker.terraform.block_scope import Report
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.scope import Missing

# What a data source answers, from its block and the region of its provider, if that is certain.
PureData: TypeAlias = "Callable[[EvaluatedBlock, Value | None], Mapping[str, Value]]"


@dataclass(eq=False)
class World:
    """What all modules of a configuration share.

    `report` takes what evaluation finds, `certain` what depends on no values from outside. With
    `open_defaults`, root variables that are given no value are unknown in spite of their
    defaults: whoever calls the module, or runs Terraform, may give others. With `runs` as well,
    Terraform is certain to be run with the root module, and only empty defaults are unknown.
    """

    tree: Tree
    schemas: Schemas
    root_values: RootValues
    workspace: str | None
    report: Report
    certain: Report
    open_defaults: bool = False
    runs: bool = False
    data: Mapping[str, PureData] = field(default_factory=dict)
    # The paths that functions have asked for.
    paths_read: set[str] = field(default_factory=set)
    _variables: dict[tuple[int, str], InputVariable | None] = field(default_factory=dict)
    _evaluating: set[tuple[object, ...]] = field(default_factory=set)

    @contextmanager
    def evaluating(self, *what: object) -> Iterator[bool]:
        """True, unless the same thing is being evaluated already: it needs itself."""
        if what in self._evaluating:
            yield False
            return
        self._evaluating.add(what)
        try:
            yield True
        finally:
            self._evaluating.discard(what)

    def schema(self, mode: str, kind: str) -> BlockSchema | None:
        """The shape of a resource's or data source's type, if it is known."""
        match mode:
            case "resource":
                return self.schemas.resource(kind)
            case "data":
                return self.schemas.data(kind)
            case _:
                return None

    def own_schema(self, chunk: Chunk) -> BlockSchema | None:
        """The shape of a block of Terraform's own that depends on a provider."""
        if chunk.type != "provider" or not chunk.labels:
            return None
        return self.schemas.provider(chunk.labels[0].text)

    def block(self, node: Node, mode: str, kind: str, name: str) -> Block | None:
        """The block of a resource or data source."""
        declaration = node.module.declarations.of(mode, kind, name)
        if declaration is None:
            return None
        return node.module.block(declaration, self.schema(mode, kind))

    def variable(self, node: Node, name: str) -> InputVariable | None:
        """A variable's declaration, None if there is none or it cannot be parsed."""
        key = (id(node.module), name)
        if key not in self._variables:
            declaration = node.module.declarations.of("variable", name)
            block = None if declaration is None else node.module.block(declaration)
            self._variables[key] = None if block is None else declared(block, self.certain)
        return self._variables[key]

    def leaves_open(self, variable: InputVariable) -> bool:
        """Whether the value of a root variable is not to be known."""
        if not self.open_defaults or variable.name in self.root_values:
            return False
        return not self.runs or variable.default is None or has_empty(variable.default)

    def terraform_value(self, name: str, span: Span) -> Value:
        """`terraform.workspace`."""
        if name == "workspace" and self.workspace is not None and not self.open_defaults:
            return string(self.workspace, span)
        return unknown(f"terraform.{name} is known only when Terraform runs", span)

    def read_file(self, path: str, span: Span) -> bytes | Missing | Unknown:
        """A file below one of the module directories; relative paths start at the root's."""
        self.paths_read.add(path)
        return read_file(self.tree, path, span)

    def files_below(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """The files below a directory that lies in one of the module directories."""
        self.paths_read.add(path)
        return files_below(self.tree, path, span)


@dataclass(eq=False)
class ModuleInstance:
    """One instance of a module.

    `known` is false for the stand-in of one without instances: there every variable is unknown,
    as in `terraform validate`.
    """

    world: World
    node: Node
    prefix: str = ""
    parent: ModuleInstance | None = None
    repetition: Repetition = SINGLE
    calls: tuple[Step, ...] = ()
    known: bool = True
    _values: dict[tuple[str, str], Value] = field(default_factory=dict)
    _resources: dict[tuple[str, str, str], Resource | None] = field(default_factory=dict)
    _children: dict[str, Children] = field(default_factory=dict)
    _twin: ModuleInstance | None = None

    def unknown_twin(self) -> ModuleInstance:
        """The same instance with every variable left open."""
        if not self.known:
            return self
        if self._twin is None:
            self._twin = replace(
                self, known=False, _values={}, _resources={}, _children={}, _twin=None
            )
        return self._twin

    def variable(self, name: str) -> Value:
        """The value of an input variable."""
        return self._remembered("var", name, self._variable)

    def given(self, name: str) -> Value:
        """The value of an input variable, even if it is refused by a validation."""
        return self._remembered("given", name, self._given)

    def local(self, name: str) -> Value:
        """The value of a local value."""
        return self._remembered("local", name, self._local)

    def output(self, name: str) -> Value:
        """The value of an output."""
        return self._remembered("output", name, self._output)

    def _remembered(self, kind: str, name: str, find: Callable[[str], Value]) -> Value:
        key = (kind, name)
        if key not in self._values:
            with self.world.evaluating(id(self), kind, name) as first:
                if not first:
                    return unknown(f"{kind}.{name} needs itself")
                self._values[key] = find(name)
        return self._values[key]

    def _variable(self, name: str) -> Value:
        value = self.given(name)
        declaration = self.node.module.declarations.of("variable", name)
        told = self.node.call is not None or name in self.world.root_values
        if declaration is None or not told or not declaration.mentions("validation"):
            return value
        block = self.node.module.block(declaration)
        if block is None or not refused(block, value):
            return value
        # That is told, and what comes of the value would only tell it again.
        reason = f"the value of var.{name} is refused by its validation"
        return replace(unknown(reason, value.span, value.type), sensitive=value.sensitive)

    def _given(self, name: str) -> Value:
        variable = self.world.variable(self.node, name)
        if variable is None:
            return unknown(f"var.{name} is not declared")
        if not self.known:
            value = unknown(STAND_IN, variable.header, variable.type)
            return replace(value, sensitive=variable.sensitive)
        if self.parent is None or self.node.call is None:
            if self.world.leaves_open(variable):
                reason = f"var.{name} may be given another value than its default"
                value = unknown(reason, variable.header, variable.type)
                return replace(value, sensitive=variable.sensitive)
            return self.world.root_values.value(variable, self.world.report)
        call = self.node.names[-1]
        attribute = self.node.call.body.attribute(name)
        if attribute is None:
            value = assign(variable, None, None, self.world.report)
            if value.is_unknown and variable.default is None:
                reason = f"module.{call} is called without {name}"
                return unknown(reason, self.node.call.header, variable.type)
            return value
        scope = BlockScope(self.parent, self.repetition, self.prefix.rstrip(".") or None)
        given = evaluate(attribute.value, scope)
        step = Step(f"argument {name} of module.{call}", attribute.value.span)
        return assign(variable, given, step, self.world.report)

    def _local(self, name: str) -> Value:
        attribute = self.node.module.locals.get(name)
        if attribute is None:
            return unknown(f"local.{name} is not declared")
        value = evaluate(attribute.value, BlockScope(self))
        return value.through(Step(f"local.{name}", attribute.value.span))

    def _output(self, name: str) -> Value:
        declaration = self.node.module.declarations.of("output", name)
        block = None if declaration is None else self.node.module.block(declaration)
        attribute = None if block is None else block.body.attribute("value")
        path = ".".join(f"module.{call}" for call in self.node.names)
        if block is None or attribute is None:
            return unknown(f"{path} has no output {name}")
        value = evaluate(attribute.value, BlockScope(self))
        step = Step(f"output {name} of {path}", attribute.value.span)
        marked = block.body.attribute("sensitive")
        if marked is not None and evaluate(marked.value, BlockScope(self)).data is True:
            value = replace(value, sensitive=True)
        return value.through(step)

    def path_value(self, name: str, span: Span) -> Value:
        """`path.module` and its like, as Terraform run in the root directory gives them."""
        match name:
            case "module":
                return string(self.node.relative, span)
            case "root":
                return string(".", span)
            case _:
                return unknown(f"path.{name} is known only when Terraform runs", span)

    def resource_value(
        self, mode: str, kind: str, name: str, names: tuple[str, ...]
    ) -> tuple[Value, int]:
        """The value of a resource, or of its attribute that comes first in `names`."""
        prefix = "" if mode == "resource" else f"{mode}."
        resource = self.resource(mode, kind, name)
        if resource is None:
            return unknown(f"{prefix}{kind}.{name} is not declared"), 0
        if not self.known:
            return unknown(f"{prefix}{kind}.{name} is left open: {STAND_IN}"), 0
        return resource.value(names)

    def resource(self, mode: str, kind: str, name: str) -> Resource | None:
        """A resource with its instances; None if it is not declared or cannot be parsed."""
        key = (mode, kind, name)
        if key not in self._resources:
            block = self.world.block(self.node, mode, kind, name)
            self._resources[key] = None if block is None else Resource(self, mode, block)
        return self._resources[key]

    def call_value(self, name: str, names: tuple[str, ...]) -> tuple[Value, int]:
        """The value of a module call, or of its output that comes first in `names`."""
        children = self.children(name)
        if not self.known:
            return unknown(f"module.{name} is left open: {STAND_IN}"), 1
        if children.missing is not None:
            reason = children.missing
            return unknown(reason.reason, reason.span), 1
        if children.way == "single":
            child = children.instances[0]
            declared_outputs = child.node.module.declarations.names("output")
            if names and names[0] in declared_outputs:
                return child.output(names[0]), 2
            return child.value(), 1
        if children.unknown is not None:
            return Value(unknown("").type, children.unknown), 1
        if children.way == "count":
            return tuple_of(tuple(child.value() for child in children.instances)), 1
        keyed = {str(child.repetition.key): child.value() for child in children.instances}
        return object_of(keyed), 1

    def value(self) -> Value:
        """The module as the object of its outputs."""
        names = self.node.module.declarations.names("output")
        if not self.node.module.complete:
            return unknown(f"not all of {self.prefix.rstrip('.')} can be read")
        return object_of({name: self.output(name) for name in names})

    def children(self, name: str) -> Children:
        """The instances of a module call."""
        if name not in self._children:
            with self.world.evaluating(id(self), "module", name) as first:
                if not first:
                    return Children(missing=Unknown(f"module.{name} needs itself"))
                self._children[name] = self._find_children(name)
        return self._children[name]

    def _find_children(self, name: str) -> Children:
        node = self.world.tree.child(self.node, name)
        if node is None:
            return Children(missing=Unknown(f"module.{name} is not declared"))
        if isinstance(node, NotHere):
            return Children(missing=Unknown(node.reason, node.span))
        assert node.call is not None
        scope = BlockScope(self, address=f"{self.prefix}module.{name}")
        way = way_of(node.call.body)
        found = repeat(node.call.body, scope) if self.known else stand_in(way, node.call.header)
        return Children(
            way,
            tuple(self.instance_of(node, repetition) for repetition in found.instances),
            found.unknown,
            stand_in=self.instance_of(
                node, stand_in(way, node.call.header).instances[0], known=False
            ),
        )

    def instance_of(
        self, node: Node, repetition: Repetition, *, known: bool = True
    ) -> ModuleInstance:
        """An instance of a called module."""
        assert node.call is not None
        name = f"module.{node.names[-1]}{repetition.suffix}"
        return ModuleInstance(
            self.world,
            node,
            prefix=f"{self.prefix}{name}.",
            parent=self,
            repetition=repetition,
            calls=(*self.calls, Step(name, node.call.header)),
            known=known and self.known,
        )


@dataclass(frozen=True, slots=True)
class Children:
    """The instances of a module call, or why there are none to be had."""

    way: str = "single"
    instances: tuple[ModuleInstance, ...] = ()
    unknown: Unknown | None = None
    stand_in: ModuleInstance | None = None
    missing: Unknown | None = None
