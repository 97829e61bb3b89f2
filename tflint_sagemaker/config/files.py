"""Finds the configuration file of a directory: the nearest, up to the root of the repository."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_regex import compile_later

NAMES = ("tflint-sagemaker.toml", ".tflint-sagemaker.toml")
PROJECT = "pyproject.toml"
TABLE = ("tool", "tflint-sagemaker")

# Searched before tomllib is imported: most `pyproject.toml` files have no table for this program.
_MENTION = compile_later(rb"tflint-sagemaker[\"']?[ \t]*(?:[\].]|=(?!=))")


def find_nearest(directory: Path, known: dict[Path, Path | None]) -> Path | None:
    """Return the configuration file of an absolute directory, None if there is none.

    `known` caches the result for each directory.
    """
    passed = []
    found = None
    for here in (directory, *directory.parents):
        if here in known:
            found = known[here]
            break
        passed.append(here)
        found = _find_in(here)
        if found is not None or fs.has_entry(here / ".git"):
            break
    known.update(dict.fromkeys(passed, found))
    return found


def read_key(path: Path, key: str, above: tuple[Path, ...] = ()) -> Any:
    """Return the value of one key in a file, or in those it extends, without validation."""
    import tomllib

    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    for name in TABLE if path.name == PROJECT else ():
        table = table.get(name, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict) or path in above:
        return None
    extends = table.get("extends", [])
    bases = [extends] if isinstance(extends, str) else extends
    found = [table.get(key)]
    if isinstance(bases, list):
        names = (name for name in reversed(bases) if isinstance(name, str))
        paths = (Path(os.path.realpath(path.parent / name)) for name in names)
        found += [read_key(base, key, (*above, path)) for base in paths]
    return next((value for value in found if value is not None), None)


def _find_in(directory: Path) -> Path | None:
    for name in NAMES:
        path = directory / name
        if os.path.lexists(path) and not fs.is_dir(path):
            return path
    project = directory / PROJECT
    return project if fs.is_file(project) and _has_our_table(project) else None


def _has_our_table(project: Path) -> bool:
    """Return whether a pyproject.toml has our table, or may have it but is not valid TOML."""
    try:
        data = project.read_bytes()
    except OSError:
        return False
    if _MENTION.search(data) is None:
        return False
    import tomllib

    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return re.search(rb"(?m)^\s*\[+\s*tool\s*\.\s*[\"']?tflint-sagemaker", data) is not None
    tool = document.get(TABLE[0])
    return isinstance(tool, dict) and TABLE[1] in tool
