"""Patterns of paths and of addresses.

In a path, `*` and `?` match within a name, `**` matches any number of directories, and a pattern
that matches a directory applies to all files below it. In an address, `*` matches any characters;
no other character is special, since addresses contain brackets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath


def compile_path_glob(base: PurePath, glob: str) -> re.Pattern[str]:
    """Return a pattern for absolute paths with forward slashes, to be matched in full."""
    parts: list[str] = [re.escape(part) for part in base.as_posix().rstrip("/").split("/")]
    if glob.startswith("/"):
        parts = [""]
    for name in glob.split("/"):
        if name in ("", "."):
            continue
        if name == "..":
            parts = parts[:-1] or [""]
        else:
            parts.append(_DEEP if name == "**" else _translate_name(name))
    # `a/**` matches all paths below `a`; `**/a` also matches `a` directly in the base.
    joined = "/".join(parts).replace(f"{_DEEP}/", "(?:[^/]+/)*").replace(_DEEP, "[^/]+")
    return re.compile(f"{joined}(?:/.*)?", re.DOTALL)


def compile_address_glob(glob: str) -> re.Pattern[str]:
    """Return a pattern for addresses, to be matched in full."""
    return re.compile(".*".join(map(re.escape, glob.split("*"))), re.DOTALL)


_DEEP = "\0"


def _translate_name(glob: str) -> str:
    wild = {"*": "[^/]*", "?": "[^/]"}
    return "".join(wild.get(character) or re.escape(character) for character in glob)
