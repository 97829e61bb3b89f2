"""Modules that stay from one run to the next, for programs that lint again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker import hcl
from tflint_sagemaker.terraform.module import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tflint_sagemaker.hcl.syntax import File
    from tflint_sagemaker.hcl.text import Source
    from tflint_sagemaker.terraform.module import Module


class KeptModules:
    """Modules by directory. One whose files say what they said is the same one, parsed already."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._modules: dict[Path, Module] = {}

    def load(
        self,
        directory: Path,
        shown: Callable[[Path], str],
        overlay: Mapping[Path, str] | None = None,
    ) -> Module:
        """Read a directory's configuration files, as `module.load` does."""
        fresh = load(directory, shown, overlay, self._slice)
        kept = self._modules.get(directory)
        if kept is not None and fresh.complete and _same(kept.files, fresh.files):
            kept.overlay = fresh.overlay
            return kept
        self._modules[directory] = fresh
        return fresh

    def _slice(self, source: Source) -> File:
        file = self._files.get(source.path)
        if file is None or file.source.text != source.text:
            file = self._files[source.path] = hcl.slice_file(source)
        return file


def _same(files: tuple[File, ...], others: tuple[File, ...]) -> bool:
    pairs = zip(files, others, strict=False)
    return len(files) == len(others) and all(file is other for file, other in pairs)
