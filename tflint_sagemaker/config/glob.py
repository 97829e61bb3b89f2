"""Patterns of paths and of addresses.

In a path `*` and `?` stay within a name, `**` goes through any number of directories, and a
pattern that fits a directory covers all below it. In an address `*` stands for any characters;
nothing else is special, since addresses are full of brackets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath


def path_pattern(base: PurePath, glob: str) -> re.Pattern[str]:
    """What absolute paths, with forward slashes, must match in full to be covered by the glob."""
    parts: list[str] = [re.escape(part) for part in base.as_posix().rstrip("/").split("/")]
    if glob.startswith("/"):
        parts = [""]
    for name in glob.split("/"):
        if name in ("", "."):
            continue
        if name == "..":
            parts = parts[:-1] or [""]
        else:
            parts.append(_DEEP if name == "**" else _name(name))
    # `a/**` covers what lies below `a`, and `**/a` an `a` that is not below anything, too.
    joined = "/".join(parts).replace(f"{_DEEP}/", "(?:[^/]+/)*").replace(_DEEP, "[^/]+")
    return re.compile(f"{joined}(?:/.*)?", re.DOTALL)


def address_pattern(glob: str) -> re.Pattern[str]:
    """What addresses must match in full."""
    return re.compile(".*".join(map(re.escape, glob.split("*"))), re.DOTALL)


_DEEP = "\0"


def _name(glob: str) -> str:
    wild = {"*": "[^/]*", "?": "[^/]"}
    return "".join(wild.get(character) or re.escape(character) for character in glob)
