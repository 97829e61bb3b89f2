"""Interface of a module instance, as the evaluation of its blocks uses it.

`ModuleInstance` (module_instance.py) implements it. Scopes, resources and provider configurations
depend on this interface alone, so that they import nothing that imports them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import Diagnostic
    from tflint_sagemaker.terraform.module_tree import ModuleNode
    from tflint_sagemaker.terraform.repetition import Repetitions
    from tflint_sagemaker.terraform.scope import MissingFile
    from tflint_sagemaker.terraform.values import Unknown, Value


class DeclaredResource(Protocol):
    """A resource or data source of a module instance."""

    @property
    def block(self) -> Block:
        """The block as written."""

    @property
    def repetitions(self) -> Repetitions:
        """Its instances by `count` or `for_each`."""


class ModuleScope(Protocol):
    """What the expressions of a module instance can refer to."""

    @property
    def node(self) -> ModuleNode:
        """The module in the tree of module calls."""

    @property
    def parent(self) -> ModuleScope | None:
        """The module instance that calls this one; None for the root."""

    @property
    def prefix(self) -> str:
        """Start of the addresses in this instance: empty, or `module.NAME[KEY].`."""

    @property
    def known(self) -> bool:
        """False for the stand-in of a module without instances: every variable is unknown."""

    def get_variable(self, name: str) -> Value:
        """Return the value of an input variable."""

    def get_local(self, name: str) -> Value:
        """Return the value of a local value."""

    def get_path(self, name: str, span: Span) -> Value:
        """Return `path.NAME`."""

    def get_terraform(self, name: str, span: Span) -> Value:
        """Return `terraform.NAME`."""

    def get_call(self, name: str, names: tuple[str, ...]) -> tuple[Value, int]:
        """Return a module call, or its output `names[0]`, and how many steps that used."""

    def get_resource(
        self, mode: str, kind: str, name: str, names: tuple[str, ...]
    ) -> tuple[Value, int]:
        """Return a resource, or its attribute `names[0]`, and how many of the names that used."""

    def find_resource(self, mode: str, kind: str, name: str) -> DeclaredResource | None:
        """Return a resource; None if it is not declared or cannot be parsed."""

    def get_provider_defaults(self, provider: str) -> Mapping[str, Value]:
        """Return the arguments that a provider takes from outside if its block has none."""

    def enter(self, *key: object) -> AbstractContextManager[bool]:
        """Mark something as being evaluated; gives False if it is being evaluated already."""

    def report(self, diagnostic: Diagnostic) -> None:
        """Record a diagnostic."""

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """Return the content of a file, or why it cannot be read."""

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """Return the files below a directory, relative to it, or why they cannot be listed."""
