"""Identification of code: a cached value is valid only for the code that computed it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.cache.active import compute_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

METADATA = ".dist-info"


@cache
def identify_code(file: str, *distributions: str) -> str:
    """Return a text that identifies a Python file's contents and the distributions it calls."""
    own = blake2b(Path(file).read_bytes(), digest_size=20).hexdigest()
    return f"{own} {describe_versions(*distributions)}"


@cache
def identify_package(directory: str) -> str:
    """Return a hash of all files of a package; it is computed once for sizes and times of them."""
    files = sorted(_walk_package(directory))

    def compute() -> str:
        digest = blake2b(digest_size=20)
        for path, _, _ in files:
            data = Path(path).read_bytes()
            digest.update(f"{os.path.relpath(path, directory)} {len(data)}\n".encode() + data)
        return digest.hexdigest()

    return compute_once("package", "1", repr((directory, files)), compute)


def describe_versions(*distributions: str) -> str:
    """Return the names and versions of distributions in one text."""
    return " ".join(f"{name} {_find_version(name)}" for name in distributions)


@cache
def describe_environment() -> str:
    """Return a text that identifies the interpreter and every installed distribution."""
    return repr((sys.version, sys.platform, sorted(_list_installed().items())))


def _walk_package(directory: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of every file below a directory."""
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _walk_package(entry.path)
            else:
                about = entry.stat()
                yield entry.path, about.st_size, about.st_mtime_ns


def _find_version(distribution: str) -> str:
    found = _list_installed().get(distribution)
    if found is None:
        from importlib import metadata

        try:
            found = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            found = os.urandom(8).hex()  # an unknown version equals no other
    return found


@cache
def _list_installed() -> Mapping[str, str]:
    """Return the version of each distribution, from the names of directories.

    Importing importlib.metadata takes longer than a cached value saves.
    """
    found: dict[str, str] = {}
    for directory in sys.path:
        with suppress(OSError):
            for entry in os.listdir(directory or "."):  # noqa: PTH208 - Path.iterdir is slow
                if entry.endswith(METADATA):
                    name, _, number = entry.removesuffix(METADATA).rpartition("-")
                    found.setdefault(name.lower().replace("_", "-").replace(".", "-"), number)
    return found
