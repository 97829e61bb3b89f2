"""Paths as those who read a report want them."""

from __future__ import annotations

import posixpath
from pathlib import PurePath
from urllib.parse import quote


def from_root(path: str, prefix: str) -> str:
    """The path from the root of the repository, to which `prefix` leads the working directory.

    A path that is absolute stays as it is.
    """
    return posixpath.normpath(posixpath.join(prefix, PurePath(path).as_posix()))


def as_uri(path: str) -> str:
    """The path as the reference of a URI: never empty, and no colon is taken for a scheme."""
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/-._~")
    return f"file://{uri}" if uri.startswith("/") else uri
