"""Modules that stay from one run to the next, for programs that lint again and again.

An edit changes few blocks. The others stay the very nodes that they were, so that whatever has
been made of them is as good as before; that they have moved is told by `moved`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker import hcl
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.terraform.module import Module, load

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from tflint_sagemaker.hcl.syntax import Chunk, File


class KeptModules:
    """Modules by directory. One whose files say what they said is the same one, parsed already."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._written: dict[str, File] = {}
        self._modules: dict[Path, Module] = {}

    def load(
        self,
        directory: Path,
        shown: Callable[[Path], str],
        overlay: Mapping[Path, str] | None = None,
    ) -> Module:
        """Read a directory's configuration files, as `module.load` does."""
        kept = self._modules.get(directory)
        faulty = kept.faulty if kept else frozenset()
        fresh = load(directory, shown, overlay, lambda source: self._slice(source, faulty))
        if kept is not None and fresh.complete and _same(kept.files, fresh.files):
            kept.overlay = fresh.overlay
            return kept
        fresh.written = tuple(self._written[file.source.path] for file in fresh.files)
        if kept is not None:
            fresh.keep(kept)
        self._modules[directory] = fresh
        return fresh

    def moved(self) -> Moved:
        """Where the blocks of all files are by now."""
        return Moved(
            (chunk.span, now.span)
            for path, file in self._files.items()
            for chunk, now in zip(file.chunks, self._written[path].chunks, strict=True)
            if chunk is not now
        )

    def _slice(self, source: Source, faulty: Collection[Span]) -> File:
        before = self._files.get(source.path)
        if before is not None and self._written[source.path].source.text == source.text:
            return before
        written = hcl.slice_file(source)
        self._written[source.path] = written
        file = written if before is None else _with_blocks_of(before, written, faulty)
        self._files[source.path] = file
        return file


def _with_blocks_of(before: File, written: File, faulty: Collection[Span]) -> File:
    """A file with its earlier self's blocks in place of those whose lines are the same.

    Save those that cannot be parsed, as what is said of them may name a line.
    """
    known: dict[str, list[Chunk]] = {}
    for chunk in reversed(before.chunks):
        if chunk.block is None and chunk.fault is None and chunk.span not in faulty:
            known.setdefault(_lines(chunk.span), []).append(chunk)
    chunks = []
    for chunk in written.chunks:
        same = known.get(_lines(chunk.span)) if chunk.fault is None else None
        chunks.append(same.pop() if same else chunk)
    return replace(written, chunks=tuple(chunks))


def _lines(span: Span) -> str:
    """The lines that a block stands on: a fix is set in as far as they are."""
    text = span.source.text
    end = text.find("\n", span.end)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]


def _same(files: tuple[File, ...], others: tuple[File, ...]) -> bool:
    pairs = zip(files, others, strict=False)
    return len(files) == len(others) and all(file is other for file, other in pairs)


class Moved:
    """Where the places of blocks are that stand in an earlier text.

    Of each block it is told where it was and where it is by now.
    """

    def __init__(self, blocks: Iterable[tuple[Span, Span]]) -> None:
        self._blocks: dict[Source, list[tuple[Span, Span]]] = {}
        for before, now in blocks:
            self._blocks.setdefault(before.source, []).append((before, now))
        for moved in self._blocks.values():
            moved.sort(key=_start)

    def __call__(self, span: Span) -> Span:
        """The place by now; the place itself if its block has not moved."""
        blocks = self._blocks.get(span.source)
        if blocks is None:
            return span
        before, now = blocks[max(bisect_right(blocks, span.start, key=_start) - 1, 0)]
        if not before.start <= span.start <= before.end:
            return span
        by = now.start - before.start
        return Span(now.source, span.start + by, span.end + by)


def _start(block: tuple[Span, Span]) -> int:
    return block[0].start
