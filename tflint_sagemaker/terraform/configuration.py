"""A root module and the modules that it calls: the entry point of the evaluation."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.terraform.diagnostics import DiagnosticCollector
from tflint_sagemaker.terraform.evaluation_context import EvaluationContext
from tflint_sagemaker.terraform.expansion import (
    evaluate_declaration,
    expand_resources,
    list_module_instances,
)
from tflint_sagemaker.terraform.import_blocks import list_import_blocks
from tflint_sagemaker.terraform.interface_checks import (
    check_call_values,
    check_root_values,
    check_sensitive_outputs,
    is_root_module,
)
from tflint_sagemaker.terraform.module_instance import ModuleInstance
from tflint_sagemaker.terraform.module_tree import MissingModule, ModuleTree
from tflint_sagemaker.terraform.provider_configurations import ProviderConfiguration, find_provider
from tflint_sagemaker.terraform.provider_requirements import (
    list_locked_versions,
    list_required_versions,
)
from tflint_sagemaker.terraform.static_checks import StaticChecker
from tflint_sagemaker.terraform.unknown_types import check_types
from tflint_sagemaker.terraform.variables import RootValues
from tflint_sagemaker.terraform.version_constraints import VersionConstraint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tflint_sagemaker.hcl.text import InputError
    from tflint_sagemaker.terraform.block_schema import Schemas
    from tflint_sagemaker.terraform.diagnostics import Diagnostic
    from tflint_sagemaker.terraform.evaluated import Instance
    from tflint_sagemaker.terraform.import_blocks import ImportBlock
    from tflint_sagemaker.terraform.module import Inputs, Module
    from tflint_sagemaker.terraform.module_tree import ModuleNode
    from tflint_sagemaker.terraform.resource_instance import DataSourceFunction

ResourceMode: TypeAlias = Literal["managed", "data"]
BLOCK_TYPES = {"managed": "resource", "data": "data"}


class Configuration:
    """A root module and the modules that it calls.

    `data_sources` compute the attributes of data sources that are certain, by type.
    """

    def __init__(
        self,
        root: Module,
        inputs: Inputs,
        schemas: Schemas,
        load_module: Callable[[Path], Module],
        *,
        data_sources: Mapping[str, DataSourceFunction] | None = None,
    ) -> None:
        self.root = root
        self._found = DiagnosticCollector()
        self._tree = ModuleTree(root, load_module, self._found.report)
        self._root_values = RootValues(root, inputs)
        self._versions = inputs.provider_versions
        self._context = EvaluationContext(
            tree=self._tree,
            schemas=schemas,
            root_values=self._root_values,
            workspace=inputs.workspace,
            report=self._found.report_suspect,
            report_certain=self._found.report,
            data_sources=data_sources or {},
            provider_defaults=inputs.provider_defaults,
        )
        self._root_instance = ModuleInstance(self._context, self._tree.root)
        self._checker = StaticChecker(self._context, self._found.report)
        # Dictionaries for their order.
        self._words: dict[str, None] = {}
        self._called_for: dict[str, None] = {}
        self._asked: dict[tuple[str, str, str | None], tuple[Instance, ...]] = {}

    def list_instances(
        self, kind: str, *, mode: ResourceMode = "managed", beside: str | None = None
    ) -> tuple[Instance, ...]:
        """Return the instances of a resource type in all modules, in order of address.

        With `beside`, only the modules count that declare a resource of that other type.
        """
        block_type = BLOCK_TYPES[mode]
        key = (block_type, kind, beside)
        found = self._asked.get(key)
        if found is None:
            for node in self._walk_nodes(beside):
                for declaration in node.module.declarations.list_all(block_type, kind):
                    self._checker.add(node, block_type, kind, declaration.name)
            self._checker.finish()
            found = self._asked[key] = self._expand(self._root_instance, *key)
        return found

    def _walk_nodes(self, beside: str | None) -> Iterator[ModuleNode]:
        for node in self._tree.walk():
            if beside is None or node.module.declarations.list_all("resource", beside):
                yield node

    def _expand(
        self, root: ModuleInstance, block_type: str, kind: str, beside: str | None
    ) -> tuple[Instance, ...]:
        return expand_resources(root, self._walk_nodes(beside), block_type, kind)

    def find_provider(self, name: str) -> ProviderConfiguration:
        """Return the provider configuration of the root module with this name."""
        return find_provider(self._root_instance, name)

    def has_resource(self, kind: str) -> bool:
        """Return whether a module of the tree declares a resource of that type."""
        nodes = self._tree.walk()
        return any(node.module.declarations.list_all("resource", kind) for node in nodes)

    def list_missing_calls(self, *words: str) -> Iterator[str]:
        """Yield the calls of modules that are not on disk and whose text has one of the words."""
        for node in self._tree.walk():
            for declaration in node.module.declarations.list_all("module"):
                found = self._tree.find_child(node, declaration.name)
                if isinstance(found, MissingModule) and declaration.has_word(*words):
                    yield f"module.{declaration.name}"

    def list_provisioned(self) -> Iterator[str]:
        """Yield the resources that may have provisioners: their text has the word."""
        for node in self._tree.walk():
            for declaration in node.module.declarations.list_all("resource"):
                if declaration.has_word("provisioner"):
                    yield f"{declaration.type}.{declaration.name}"

    def list_imports(self, kind: str) -> tuple[ImportBlock, ...]:
        """Return the import blocks whose target is a resource of that type."""
        return tuple(list_import_blocks(self._root_instance, kind))

    def check_mentions(self, word: str) -> None:
        """Check every top-level block whose text has the word, even if nothing refers to it."""
        for node in self._tree.walk():
            self._checker.add_with_word(node, word)
        self._checker.finish()
        self._words[word] = None
        self._evaluate_mentions(self._root_instance, word)

    def _evaluate_mentions(self, root: ModuleInstance, word: str) -> None:
        """Evaluate the outputs, resources and data sources whose text has the word."""
        for node in self._tree.walk():
            named = node.module.declarations.named.items()
            keys = [key for key, declaration in named if declaration.has_word(word)]
            for module in list_module_instances(root, node) if keys else ():
                for key in keys:
                    evaluate_declaration(module, key)

    def check_own_blocks(self, kind: str) -> None:
        """Check Terraform's own blocks in every module that has resources of that type.

        Those of the root module apply to resources in called modules too.
        """
        nodes = list(self._tree.walk())
        having = [node for node in nodes if node.module.declarations.list_all("resource", kind)]
        for node in nodes if having else ():
            if node in having or node.parent is None:
                self._checker.check_own_blocks(node)
        root = self._root_instance
        self._called_for[kind] = None
        check_call_values(root, kind)
        if root.node.module.declarations.list_all("resource", kind):
            check_root_values(root, self._found.report)
            check_sensitive_outputs(root, self._found.report)

    def list_version_constraints(self, source: str) -> tuple[VersionConstraint, ...]:
        """Return the constraints on the version of a provider, of all modules and the lock file.

        A version given in the inputs is the only constraint.
        """
        given = self._versions.get(source)
        if given is not None:
            text = f"= {given}"
            return (
                VersionConstraint(text, Span(Source("--provider-version", text), 0, len(text))),
            )
        demands = [
            found
            for module in self._load_all_modules()
            for found in list_required_versions(module, source)
        ]
        return (*list_locked_versions(self.root, source), *demands)

    @property
    def modules(self) -> tuple[Path, ...]:
        """The directories of all modules that the tree reaches, the root first."""
        return tuple(module.directory for module in self._load_all_modules())

    def list_read_paths(self) -> frozenset[tuple[str, str]]:
        """Return the kind and path of everything that the evaluation read or looked for.

        "module" is a directory with configuration, values, lock file and manifest; "tree" is what
        a function read or listed; "file" is a file of values, or a directory of a missing module.
        """
        root = self.root.directory
        read = (path for path in self._context.paths_read if "\0" not in path)
        files = (*self._root_values.list_files(), *self._tree.missing)
        return frozenset(
            (
                *(("module", str(directory)) for directory in self.modules),
                *(("tree", os.path.realpath(root / path)) for path in read),
                *(("file", str(path)) for path in files),
            )
        )

    @property
    def loaded(self) -> tuple[Module, ...]:
        """The modules that have been reached so far, the root first."""
        return self._tree.modules

    def _load_all_modules(self) -> tuple[Module, ...]:
        for _ in self._tree.walk():
            pass
        return self._tree.modules

    @property
    def errors(self) -> tuple[InputError, ...]:
        """The read and syntax errors of all modules and variable files."""
        errors = [error for module in self._load_all_modules() for error in module.errors]
        unique = {(e.span, e.message): e for e in (*errors, *self._root_values.errors)}
        return tuple(
            sorted(unique.values(), key=lambda e: (e.span.source.path, e.span.start, e.message))
        )

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything reported so far, each fault once, in order of file and position."""
        self._check_suspects()
        for module in self._load_all_modules():
            for diagnostic in module.diagnostics:
                self._found.report(diagnostic)
            check_types(module, self._context.schemas, self._found.report)
        for diagnostic in self._root_values.diagnostics:
            self._found.report(diagnostic)
        return self._found.in_order

    def _check_suspects(self) -> None:
        """Report the faults that do not depend on the defaults of root variables.

        A module that others call is often linted by itself, and its defaults need not be valid
        together, so a fault must occur with other values too. If Terraform is certain to be run
        with the module, its defaults count, except for empty ones, which are there to be replaced.
        """
        if not self._found.suspects:
            return
        others = DiagnosticCollector()
        context = replace(
            self._context,
            open_defaults=True,
            root_is_run=is_root_module(self._root_instance, self._tree.root.module),
            report=others.report_suspect,
            report_certain=_ignore,
            _variables={},
            _evaluating=set(),
        )
        root = ModuleInstance(context, self._tree.root)
        for key in self._asked:
            self._expand(root, *key)
        for word in self._words:
            self._evaluate_mentions(root, word)
        for kind in self._called_for:
            check_call_values(root, kind)
        self._found.report_confirmed(others, self._checker.has_refused)


def _ignore(_diagnostic: Diagnostic) -> None:
    return
