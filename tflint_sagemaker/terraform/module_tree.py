"""The tree of modules: resolves module calls to the directories of the called modules."""

from __future__ import annotations

import json
import os
import posixpath
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Template
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tflint_sagemaker.hcl.syntax import Block, Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.module import Module

MANIFEST = Path(".terraform", "modules", "modules.json")

# One or two words: neither a path nor a module of a registry, which has three.
BARE_PATH = compile_later(r"[\w-]+(?:/[\w-]+)?")


@dataclass(frozen=True, slots=True)
class MissingModule:
    """A called module that is not on disk or cannot be used, with the reason."""

    reason: str
    span: Span


@dataclass(eq=False)
class ModuleNode:
    """A module at one position of the tree.

    `names` are the module calls that lead here; `relative` is the directory relative to the root
    module, as Terraform gives it.
    """

    module: Module
    names: tuple[str, ...] = ()
    parent: ModuleNode | None = None
    call: Block | None = None
    relative: str = "."
    _children: dict[str, ModuleNode | MissingModule] = field(default_factory=dict, repr=False)

    @property
    def real(self) -> str:
        """The module's directory, with links resolved."""
        return os.path.realpath(self.module.directory)

    def walk_ancestors(self) -> Iterator[ModuleNode]:
        """Yield this node and the nodes that lead to it."""
        node: ModuleNode | None = self
        while node is not None:
            yield node
            node = node.parent


class ModuleTree:
    """The tree below a root module; the source of each module call is resolved once."""

    def __init__(
        self,
        root: Module,
        load_module: Callable[[Path], Module],
        report: Callable[[Diagnostic], None],
    ) -> None:
        self.root = ModuleNode(root)
        self._load = load_module
        self._report = report
        self._modules: dict[Path, Module] = {normalize_path(root.directory): root}
        self._manifest: Mapping[str, tuple[str, str]] | None = None
        self.missing: set[Path] = set()

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules loaded so far, the root first, each directory once."""
        return tuple(self._modules.values())

    def walk(self) -> Iterator[ModuleNode]:
        """Yield every node of the tree, parents first."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop(0)
            yield node
            for declaration in node.module.declarations.list_all("module"):
                child = self.find_child(node, declaration.name)
                if isinstance(child, ModuleNode):
                    waiting.append(child)

    def find_child(self, node: ModuleNode, name: str) -> ModuleNode | MissingModule | None:
        """Return the module that a call names; None if no call has that name."""
        if name not in node._children:  # noqa: SLF001
            found = self._find(node, name)
            if found is None:
                return None
            node._children[name] = found  # noqa: SLF001
        return node._children[name]  # noqa: SLF001

    def _find(self, node: ModuleNode, name: str) -> ModuleNode | MissingModule | None:
        declaration = node.module.declarations.find("module", name)
        if declaration is None:
            return None
        block = node.module.block(declaration)
        if block is None:
            return MissingModule(
                f"the call module.{name} cannot be parsed", declaration.chunk.header
            )
        source = block.body.get_attribute("source")
        if source is None:
            self._report(
                Diagnostic(
                    "invalid-declaration", f"module call `{name}` lacks its `source`", block.brace
                )
            )
            return MissingModule(f"module.{name} has no source", block.header)
        return self._resolve_source(node, name, block, source.value)

    def _resolve_source(
        self, node: ModuleNode, name: str, block: Block, source: Expression
    ) -> ModuleNode | MissingModule:
        text = source.literal if isinstance(source, Template) else None
        if text is None:
            return MissingModule(f"the source of module.{name} is not a plain string", source.span)
        names = (*node.names, name)
        local = text.startswith(("./", "../", ".\\", "..\\"))
        if local:
            relative: str | None = posixpath.join(node.relative, text.replace("\\", "/"))
        else:
            relative = self._find_installed(names, text)
        if relative is None:
            if BARE_PATH.fullmatch(text):
                message = f"`{text}` is not the source of a module"
                hint = f"a directory is written `./{text}`"
                self._report(Diagnostic("missing-module", message, source.span, hint))
            return MissingModule(
                f"module.{name} comes from {text}, which is not on disk", source.span
            )
        relative = posixpath.normpath(relative)
        path = normalize_path(self.root.module.directory / relative)
        if path not in self._modules and ("\0" in text or not fs.is_dir(path)):
            self.missing.add(path)
            if not local:
                reason = f"module.{name} comes from {text}, which is not on disk"
                return MissingModule(reason, source.span)
            self._report(
                Diagnostic(
                    "missing-module",
                    f"module call `{name}`: there is no directory `{text}`",
                    source.span,
                )
            )
            return MissingModule(f"the directory of module.{name} does not exist", source.span)
        real = os.path.realpath(path)
        circle = next((n for n in node.walk_ancestors() if n.real == real), None)
        if circle is not None:
            return self._report_cycle(name, circle, source.span)
        if path not in self._modules:
            self._modules[path] = self._load(path)
        return ModuleNode(self._modules[path], names, node, block, relative)

    def _report_cycle(self, name: str, circle: ModuleNode, span: Span) -> MissingModule:
        related = () if circle.call is None else (Related("called here", circle.call.header),)
        message = f"cycle: module call `{name}` leads back to a module that it is called from"
        self._report(Diagnostic("reference-cycle", message, span, related=related))
        return MissingModule(f"module.{name} calls itself", span)

    def _find_installed(self, names: tuple[str, ...], source: str) -> str | None:
        """Return the directory in which `terraform init` has installed a module, or None."""
        if self._manifest is None:
            self._manifest = read_manifest(self.root.module.directory / MANIFEST)
        found = self._manifest.get(".".join(names))
        if found is None or not found[0].endswith(source.removeprefix("registry.terraform.io/")):
            return None
        return found[1]


def normalize_path(directory: Path) -> Path:
    """Return the directory without `..`, as Terraform joins paths: links are not resolved."""
    return Path(os.path.normpath(directory))


def read_manifest(path: Path) -> Mapping[str, tuple[str, str]]:
    """Read the source and directory of each installed module, by the calls that lead to it.

    Empty if the manifest cannot be read.
    """
    try:
        listed = json.loads(path.read_text("utf-8"))["Modules"]
        return {entry["Key"]: (entry["Source"], entry["Dir"]) for entry in listed}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
