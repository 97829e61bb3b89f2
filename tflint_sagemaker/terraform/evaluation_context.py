"""State and settings that all module instances of a configuration share during evaluation."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.file_access import list_files, read_file
from tflint_sagemaker.terraform.value_marks import has_empty
from tflint_sagemaker.terraform.values import Unknown, Value, make_string, make_unknown
from tflint_sagemaker.terraform.variables import InputVariable, RootValues, read_variable
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tflint_sagemaker.hcl.chunks import Chunk
    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema, Schemas
    from tflint_sagemaker.terraform.module_tree import ModuleNode, ModuleTree
    from tflint_sagemaker.terraform.resource_instance import DataSourceFunction
    from tflint_sagemaker.terraform.scope import DiagnosticSink, MissingFile


@dataclass(eq=False)
class EvaluationContext:
    """State and settings that all module instances of a configuration share.

    `report` receives the diagnostics of evaluation, `report_certain` those that depend on no value
    from outside. With `open_defaults`, root variables without a given value are unknown in spite
    of their defaults, because a caller of the module may give other values. With `root_is_run` as
    well, Terraform is certain to be run with the root module, and only empty defaults are unknown.
    `data_sources` compute the attributes of data sources, by type. `provider_defaults` are the
    arguments that a provider takes from outside, by provider.
    """

    tree: ModuleTree
    schemas: Schemas
    root_values: RootValues
    workspace: str | None
    report: DiagnosticSink
    report_certain: DiagnosticSink
    open_defaults: bool = False
    root_is_run: bool = False
    data_sources: Mapping[str, DataSourceFunction] = field(default_factory=dict)
    provider_defaults: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    # The paths of the files and directories that functions have read.
    paths_read: set[str] = field(default_factory=set)
    _variables: dict[tuple[int, str], InputVariable | None] = field(default_factory=dict)
    _evaluating: set[tuple[object, ...]] = field(default_factory=set)

    @contextmanager
    def enter(self, *key: object) -> Iterator[bool]:
        """Mark something as being evaluated; gives False if it is being evaluated already."""
        if key in self._evaluating:
            yield False
            return
        self._evaluating.add(key)
        try:
            yield True
        finally:
            self._evaluating.discard(key)

    def find_schema(self, mode: str, kind: str) -> BlockSchema | None:
        """Return the schema of a resource type (`resource`) or data source type (`data`)."""
        match mode:
            case "resource":
                return self.schemas.find_resource(kind)
            case "data":
                return self.schemas.find_data_source(kind)
            case _:
                return None

    def find_unnamed_schema(self, chunk: Chunk) -> BlockSchema | None:
        """Return the schema of a block without a name, where it depends on a provider."""
        if chunk.type != "provider" or not chunk.labels:
            return None
        return self.schemas.find_provider(chunk.labels[0].text)

    def find_block(self, node: ModuleNode, mode: str, kind: str, name: str) -> Block | None:
        """Return the block of a resource or data source."""
        declaration = node.module.declarations.find(mode, kind, name)
        if declaration is None:
            return None
        return node.module.block(declaration, self.find_schema(mode, kind))

    def find_variable(self, node: ModuleNode, name: str) -> InputVariable | None:
        """Return a declared variable; None if there is none or it cannot be parsed."""
        key = (id(node.module), name)
        if key not in self._variables:
            declaration = node.module.declarations.find("variable", name)
            block = None if declaration is None else node.module.block(declaration)
            variable = None if block is None else read_variable(block, self.report_certain)
            self._variables[key] = variable
        return self._variables[key]

    def is_left_open(self, variable: InputVariable) -> bool:
        """Return whether a root variable counts as unknown in spite of its default."""
        if not self.open_defaults or variable.name in self.root_values:
            return False
        return not self.root_is_run or variable.default is None or has_empty(variable.default)

    def get_terraform(self, name: str, span: Span) -> Value:
        """Return `terraform.NAME`: the workspace, if it is known."""
        if name == "workspace" and self.workspace is not None and not self.open_defaults:
            return make_string(self.workspace, span)
        return make_unknown(f"terraform.{name} is known only when Terraform runs", span)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """Return the content of a file below a module directory.

        Relative paths start at the directory of the root module.
        """
        self.paths_read.add(path)
        return read_file(self.tree, path, span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """Return the files below a directory that is in a module directory."""
        self.paths_read.add(path)
        return list_files(self.tree, path, span)
