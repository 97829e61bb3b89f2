"""Declarations of a module, read from the headers of its blocks without parsing the bodies."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.language import (
    BLOCK_LABELS,
    NAME_RULE,
    RESERVED_VARIABLES,
    is_identifier,
)
from tflint_sagemaker.terraform.spelling import suggest_name
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tflint_sagemaker.hcl.chunks import Chunk, File
    from tflint_sagemaker.hcl.syntax import Attribute, Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import DiagnosticKind

# The block type, then its labels.
DeclarationKey: TypeAlias = tuple[str, ...]
Mode: TypeAlias = Literal["managed", "data", "ephemeral"]
MODES: Mapping[str, Mode] = {"resource": "managed", "data": "data", "ephemeral": "ephemeral"}
NAMED_BLOCKS = frozenset({"variable", "output", "module", "check", *MODES})
BLOCK_NAMES = {
    "variable": "variable",
    "output": "output",
    "module": "module call",
    "check": "check",
    "resource": "resource",
    "data": "data source",
    "ephemeral": "ephemeral resource",
}


@dataclass(frozen=True, slots=True)
class Declaration:
    """A named block and the blocks of override files that change it."""

    chunk: Chunk
    overrides: tuple[Chunk, ...] = ()

    @property
    def name(self) -> str:
        """The last label."""
        return self.chunk.labels[-1].text

    @property
    def type(self) -> str:
        """The type of a resource, data source or provider."""
        return self.chunk.labels[0].text

    def has_word(self, *words: str) -> bool:
        """Return whether the text of the block, overrides included, has one of the words."""
        for chunk in (self.chunk, *self.overrides):
            at = chunk.span
            find = at.source.text.find
            for word in words:
                if find(word, at.start, at.end) >= 0:
                    return True
        return False


@dataclass(eq=False)
class Declarations:
    """The declarations of a module by kind, and the diagnostics of their headers."""

    named: dict[DeclarationKey, Declaration] = field(default_factory=dict)
    # The keys of `named` by their leading parts.
    starting: dict[DeclarationKey, list[DeclarationKey]] = field(default_factory=dict)
    locals: list[tuple[Chunk, bool]] = field(default_factory=list)
    unnamed: list[Chunk] = field(default_factory=list)
    # Blocks whose type or labels are wrong.
    invalid: list[Chunk] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def find(self, *key: str) -> Declaration | None:
        """Return the declaration of a block type with these labels."""
        return self.named.get(key)

    def list_all(self, *start: str) -> list[Declaration]:
        """Return the declarations whose block type and first labels are these, in order."""
        return [self.named[key] for key in self.starting.get(start, ())]

    def list_names(self, *start: str) -> list[str]:
        """Return the names of the declarations whose block type and first labels are these."""
        return [found.name for found in self.list_all(*start)]

    def list_unnamed(self, kind: str) -> list[Chunk]:
        """Return the blocks of a type without names: terraform, provider, import and so on."""
        return [chunk for chunk in self.unnamed if chunk.type == kind]

    def has_invalid_block_for(self, *names: str) -> bool:
        """Return whether a block with wrong type or labels may be meant to declare these."""
        return any(
            not chunk.labels
            or chunk.type.startswith("local")
            or any(label.text in names for label in chunk.labels)
            for chunk in self.invalid
        )

    def add_locals(self, block: Block, found: dict[str, Attribute], *, override: bool) -> None:
        """Add the values of a `locals` block."""
        for attribute in block.body.attributes:
            earlier = found.get(attribute.name)
            if earlier is not None and not override:
                self._report(
                    "duplicate-declaration",
                    f"local value `{attribute.name}` is declared twice",
                    attribute.name_span,
                    related=(Related("first declared here", earlier.name_span),),
                )
                continue
            if earlier is None and override:
                self._report(
                    "invalid-declaration",
                    f"there is no local value `{attribute.name}` to override",
                    attribute.name_span,
                    hint="declare it in a file that is not an override file",
                )
            found[attribute.name] = attribute
        for nested in block.body.blocks:
            self._report(
                "invalid-declaration",
                f"`{nested.type}` is written as a block, but local values are arguments",
                nested.type_span,
                hint=f"write `{nested.type} = {{ … }}`",
            )

    def _report(
        self,
        kind: DiagnosticKind,
        message: str,
        span: Span,
        hint: str | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        self.diagnostics.append(Diagnostic(kind, message, span, hint, related))

    def add(self, chunk: Chunk, *, override: bool) -> None:
        """Add a top-level block, or report why that is not possible."""
        if not self._has_valid_labels(chunk):
            self.invalid.append(chunk)
            return
        if chunk.type == "locals":
            self.locals.append((chunk, override))
        elif chunk.type in NAMED_BLOCKS:
            self._add_named(chunk, override=override)
        else:
            self.unnamed.append(chunk)

    def _add_named(self, chunk: Chunk, *, override: bool) -> None:
        key = (chunk.type, *(label.text for label in chunk.labels))
        earlier = self.named.get(key)
        said = BLOCK_NAMES[chunk.type]
        name = ".".join(key[1:])
        if override and earlier is not None:
            self.named[key] = Declaration(earlier.chunk, (*earlier.overrides, chunk))
        elif override:
            self._report(
                "invalid-declaration",
                f"there is no {said} `{name}` to override",
                chunk.header,
                hint="declare it in a file that is not an override file",
            )
        elif earlier is not None:
            self._report(
                "duplicate-declaration",
                f"{said} `{name}` is declared twice",
                chunk.header,
                related=(Related("first declared here", earlier.chunk.header),),
            )
        else:
            self.named[key] = Declaration(chunk)
            for size in range(1, len(key) + 1):
                self.starting.setdefault(key[:size], []).append(key)

    def _has_valid_labels(self, chunk: Chunk) -> bool:
        wanted = BLOCK_LABELS.get(chunk.type)
        if wanted is None:
            self._report(
                "invalid-declaration",
                f"there is no block type `{chunk.type}`",
                chunk.type_span,
                hint=suggest_name(chunk.type, BLOCK_LABELS),
            )
            return False
        if len(chunk.labels) < len(wanted):
            labels = " ".join(f'"{role}"' for role in wanted)
            self._report(
                "invalid-declaration",
                f"the `{chunk.type}` block lacks its {wanted[len(chunk.labels)]}",
                chunk.brace,
                hint=f"write `{chunk.type} {labels} {{`",
            )
            return False
        if len(chunk.labels) > len(wanted):
            self._report(
                "invalid-declaration",
                f"the `{chunk.type}` block takes {_count(wanted)}",
                chunk.labels[len(wanted)].span,
            )
            return False
        self._check_names(chunk, wanted)
        return True

    def _check_names(self, chunk: Chunk, wanted: tuple[str, ...]) -> None:
        for label, role in zip(chunk.labels, wanted, strict=True):
            if not is_identifier(label.text):
                self._report(
                    "invalid-declaration",
                    f"`{label.text}` cannot be the {role} of a `{chunk.type}` block",
                    label.span,
                    hint=NAME_RULE,
                )
            elif chunk.type == "variable" and label.text in RESERVED_VARIABLES:
                self._report(
                    "invalid-declaration",
                    f"a variable cannot be called `{label.text}`: module calls use that name",
                    label.span,
                )


def _count(wanted: tuple[str, ...]) -> str:
    if not wanted:
        return "no labels"
    labels = " and ".join(f"a {role}" for role in wanted)
    return f"{labels} and no further label"


def declare(files: Iterable[tuple[File, bool]]) -> Declarations:
    """Return the declarations of a module's files; override files (the flag) come last."""
    found = Declarations()
    for file, override in files:
        for chunk in file.chunks:
            found.add(chunk, override=override)
    return found
