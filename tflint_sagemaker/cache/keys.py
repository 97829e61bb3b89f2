"""What names the code that computes an answer: who remembers one has to know who gave it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.util.digest import blake2b

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def version(source: str, *names: str) -> str:
    """What names the code of a pure function: its file's contents, and distributions it calls."""
    own = blake2b(Path(source).read_bytes(), digest_size=20).hexdigest()
    return f"{own} {distributions(*names)}"


def distributions(*names: str) -> str:
    """The versions of distributions, in one text."""
    return " ".join(f"{name} {_number(name)}" for name in names)


def _number(distribution: str) -> str:
    found = _installed().get(distribution)
    if found is None:
        from importlib import metadata

        try:
            found = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            found = os.urandom(8).hex()  # what is not known is like nothing that was
    return found


@cache
def _installed() -> Mapping[str, str]:
    """The version of each distribution, by the names of directories.

    What importlib.metadata has to say costs more than all that is remembered saves.
    """
    found: dict[str, str] = {}
    for directory in sys.path:
        with suppress(OSError):
            for entry in os.listdir(directory or "."):  # noqa: PTH208 - as above
                if entry.endswith(".dist-info"):
                    name, _, number = entry.removesuffix(".dist-info").rpartition("-")
                    found.setdefault(name.lower().replace("_", "-").replace(".", "-"), number)
    return found
