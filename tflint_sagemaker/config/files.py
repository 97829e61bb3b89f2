"""Which configuration file holds for a directory: the nearest, up to the root of the repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_regex import lazy_regex

NAMES = ("tflint-sagemaker.toml", ".tflint-sagemaker.toml")
PROJECT = "pyproject.toml"
TABLE = ("tool", "tflint-sagemaker")

# A cheap look before tomllib is imported: most projects never mention us.
_MENTION = lazy_regex(rb"tflint-sagemaker[\"']?[ \t]*(?:[\].]|=(?!=))")


def nearest(directory: Path, known: dict[Path, Path | None]) -> Path | None:
    """The file that holds for an absolute directory, None if there is none.

    `known` remembers the answers, so that a run asks once of each directory.
    """
    passed = []
    found = None
    for here in (directory, *directory.parents):
        if here in known:
            found = known[here]
            break
        passed.append(here)
        found = _inside(here)
        if found is not None or fs.exists(here / ".git"):
            break
    known.update(dict.fromkeys(passed, found))
    return found


def glimpse(path: Path, key: str, above: tuple[Path, ...] = ()) -> Any:
    """The value of one key in a file, or in those it extends, before anything is checked."""
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
        paths = (Path(fs.real(path.parent / name)) for name in names)
        found += [glimpse(base, key, (*above, path)) for base in paths]
    return next((value for value in found if value is not None), None)


def _inside(directory: Path) -> Path | None:
    for name in NAMES:
        path = directory / name
        if fs.is_named(path) and not fs.is_dir(path):
            return path
    project = directory / PROJECT
    return project if fs.is_file(project) and _configures(project) else None


def _configures(project: Path) -> bool:
    """Whether a pyproject.toml has a table for us, or may have one but cannot be read."""
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
