"""The configuration of one directory: files, declarations, and blocks parsed on demand."""

from __future__ import annotations

import os
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.hcl.json_blocks import convert_to_blocks
from tflint_sagemaker.hcl.syntax import Attribute, Block
from tflint_sagemaker.hcl.text import InputError, Source, Span, read_source
from tflint_sagemaker.terraform.declarations import Declarations, declare
from tflint_sagemaker.terraform.language import list_nested_types
from tflint_sagemaker.terraform.overrides import merge
from tflint_sagemaker.terraform.parsed_files import parse_file
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tflint_sagemaker.hcl.chunks import Chunk
    from tflint_sagemaker.terraform.block_schema import BlockSchema
    from tflint_sagemaker.terraform.declarations import Declaration
    from tflint_sagemaker.terraform.diagnostics import Diagnostic
    from tflint_sagemaker.terraform.parsed_files import ParsedFile
    from tflint_sagemaker.terraform.values import Value

Extension: TypeAlias = Literal[".tf", ".tofu", ".tf.json", ".tofu.json"]
EXTENSIONS: tuple[Extension, ...] = (".tf", ".tofu", ".tf.json", ".tofu.json")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Inputs of a root module: sources of variable values, lowest precedence first.

    Variable files in the root directory (`terraform.tfvars`, `*.auto.tfvars`, …) come between
    the environment and `configured`, which has more such files, and values as name, text and
    origin. A workspace of None is not known. `provider_versions` has the version in
    use by provider (`NAMESPACE/NAME`), where it is known. `provider_defaults` are the arguments
    that a provider takes from outside if its block has none, by local name of the provider.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    configured: tuple[Path | tuple[str, str, str], ...] = ()
    var_files: tuple[Path, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    workspace: str | None = "default"
    provider_versions: Mapping[str, str] = field(default_factory=dict)
    provider_defaults: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


class Module:
    """The configuration of one directory. A block is parsed on first use, and only once."""

    def __init__(
        self,
        directory: Path,
        parsed: tuple[ParsedFile, ...],
        errors: tuple[InputError, ...] = (),
        overlay: Mapping[Path, str] | None = None,
        shown: Callable[[Path], str] = str,
    ) -> None:
        self.directory = directory
        self.display_path = shown
        self.files = files = tuple(one.file for one in parsed)
        self._parsed_files = {one.file.source: one for one in parsed}
        self.overlay = overlay or {}
        self._input_errors = [*errors, *(error for file in files for error in file.errors)]
        self._whole = not errors and all(file.whole for file in files)
        self._parsed: dict[Span, Block | InputError] = {}
        self._merged: dict[Span, Block | None] = {}
        self.declarations: Declarations = declare(
            (file, is_override(file.source.path)) for file in files
        )

    @property
    def complete(self) -> bool:
        """Whether every file could be read and sliced; otherwise declarations may be missing."""
        return self._whole

    def is_undeclared(self, *names: str) -> bool:
        """Return whether an object that was not found is certain not to be declared."""
        return self.complete and not self.declarations.has_invalid_block_for(*names)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The diagnostics of the declarations that have been read so far."""
        return tuple(self.declarations.diagnostics)

    @property
    def errors(self) -> tuple[InputError, ...]:
        """Every syntax error of the module, those of unused blocks included."""
        found = list(self._input_errors)
        for chunk in self.list_chunks():
            parsed = self._parsed.get(chunk.span)
            if chunk.fault is not None:
                continue
            if isinstance(parsed, InputError):
                found.append(parsed)
            elif parsed is None and chunk.block is None:
                error = self._parsed_files[chunk.span.source].check_syntax(chunk)
                if error is not None:
                    found.append(error)
        return tuple(found)

    @property
    def parsed(self) -> tuple[Span, ...]:
        """The blocks that have been parsed so far."""
        return tuple(self._parsed)

    def list_chunks(self) -> Iterator[Chunk]:
        """Return every top-level block, in order of file and position."""
        return (chunk for file in self.files for chunk in file.chunks)

    def parse(self, chunk: Chunk, schema: BlockSchema | None = None) -> Block | None:
        """Return the block, or None if it cannot be parsed; the error is kept."""
        if chunk.span not in self._parsed:
            parsed = self._parsed_files[chunk.span.source].parse(chunk)
            if isinstance(parsed, Block):
                try:
                    parsed = _convert_json_blocks(parsed, schema)
                except InputError as error:
                    parsed = error.with_traceback(None)
            self._parsed[chunk.span] = parsed
        block = self._parsed[chunk.span]
        return block if isinstance(block, Block) else None

    def block(self, declaration: Declaration, schema: BlockSchema | None = None) -> Block | None:
        """Return the declared block with its overrides, or None if it cannot be parsed."""
        at = declaration.chunk.span
        if at not in self._merged:
            block = self.parse(declaration.chunk, schema)
            for override in declaration.overrides:
                change = self.parse(override, schema)
                if block is not None and change is not None:
                    block = merge(block, change)
            self._merged[at] = block
        return self._merged[at]

    @property
    def locals(self) -> Mapping[str, Attribute]:
        """The local values by name; the first use parses every `locals` block."""
        return self._locals[0]

    @cached_property
    def may_be_ephemeral(self) -> frozenset[str]:
        """The variables whose blocks have the word `ephemeral`."""
        declared = self.declarations.list_all("variable")
        return frozenset(found.name for found in declared if found.has_word("ephemeral"))

    @property
    def locals_complete(self) -> bool:
        """Whether every `locals` block could be parsed."""
        return self._locals[1]

    @cached_property
    def _locals(self) -> tuple[Mapping[str, Attribute], bool]:
        found: dict[str, Attribute] = {}
        complete = self.complete
        for chunk, override in self.declarations.locals:
            block = self.parse(chunk)
            if block is None:
                complete = False
            else:
                self.declarations.add_locals(block, found, override=override)
        return found, complete


def _convert_json_blocks(block: Block, schema: BlockSchema | None) -> Block:
    """Return the block with nested blocks instead of JSON objects, by its schema."""
    if not block.body.json:
        return block
    return replace(block, body=convert_to_blocks(block.body, list_nested_types(block.type, schema)))


def read_module(
    directory: Path,
    shown: Callable[[Path], str],
    overlay: Mapping[Path, str] | None = None,
) -> Module:
    """Read the configuration files of a directory; read errors are among the module's errors.

    `shown` returns the path of a file that reports show; `overlay` is the text of unsaved files,
    used instead of the text on disk.
    """
    overlay = overlay or {}
    errors: list[InputError] = []
    try:
        with os.scandir(directory) as entries:
            names = {e.name for e in entries if not e.is_dir(follow_symlinks=False)}
    except OSError as error:
        names = set()
        errors.append(_make_read_error(directory, shown, error))
    names |= {path.name for path in overlay if path.parent == directory}
    files: list[ParsedFile] = []
    for name in filter_configuration_files(names):
        path = directory / name
        try:
            source = read_overlaid_source(path, shown, overlay)
            files.append(parse_file(source.path, source.text))
        except InputError as error:
            errors.append(error)
    files.sort(key=lambda parsed: is_override(parsed.file.source.path))
    return Module(directory, tuple(files), tuple(errors), overlay, shown)


def read_overlaid_source(
    path: Path, shown: Callable[[Path], str], overlay: Mapping[Path, str]
) -> Source:
    """Return the text of a file, from the overlay if it has one. Raises InputError."""
    if path in overlay:
        return Source(shown(path), overlay[path])
    return read_source(path, shown(path))


def filter_configuration_files(names: set[str]) -> list[str]:
    """Return the names that Terraform or OpenTofu reads as configuration, in their order.

    A `.tofu` file shadows the `.tf` file of the same name.
    """
    return sorted(
        name
        for name in names
        if (extension := get_extension(name)) is not None
        and not name.startswith(".")
        and not (name.startswith("#") and name.endswith("#"))
        and not ("tofu" not in extension and _replace_extension(name, extension) in names)
    )


def get_extension(name: str) -> Extension | None:
    """Return the extension that makes a file configuration, or None."""
    return next((e for e in EXTENSIONS if name.endswith(e)), None)


def _replace_extension(name: str, extension: Extension) -> str:
    return name.removesuffix(extension) + extension.replace(".tf", ".tofu")


def is_override(path: str) -> bool:
    """Return whether a file overrides the blocks of other files instead of adding blocks."""
    name = path.replace("\\", "/").rpartition("/")[2]
    extension = get_extension(name)
    stem = name.removesuffix(extension) if extension else name
    return stem == "override" or stem.endswith("_override")


def _make_read_error(path: Path, shown: Callable[[Path], str], error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    return InputError(f"cannot be read: {reason}", Span(Source(shown(path), ""), 0, 0))
