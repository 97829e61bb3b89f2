"""Paths relative to the repository, and as URIs."""

from __future__ import annotations

import posixpath
from pathlib import PurePath
from urllib.parse import quote


def join_root(path: str, prefix: str) -> str:
    """Return the path from the root of the repository; `prefix` leads to the working directory.

    A path that is absolute stays as it is.
    """
    return posixpath.normpath(posixpath.join(prefix, PurePath(path).as_posix()))


def quote_uri(path: str) -> str:
    """Return the path as a URI reference, with colons quoted."""
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/-._~")
    return f"file://{uri}" if uri.startswith("/") else uri
