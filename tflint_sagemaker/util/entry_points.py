"""Entry points, read without importlib.metadata: importing that takes longer than this does."""

from __future__ import annotations

import os
import re
import sys
from functools import reduce
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

METADATA = (".dist-info", ".egg-info")
VALUE = re.compile(r"([\w.]+)\s*(?::\s*([\w.]+)\s*)?(?:\[.*\]\s*)?$")


def opened(group: str) -> list[Any]:
    """What the entry points of a group stand for, in the order of `sys.path`."""
    return [_loaded(value) for value in values(group)]


def values(group: str) -> list[str]:
    """`package.module:name` of each entry point of a group."""
    texts = _texts()
    if texts is None:
        from importlib.metadata import entry_points

        return [door.value for door in entry_points(group=group)]
    return [value for text in texts for value in _of_group(text, group)]


def _texts() -> list[str] | None:
    """Every `entry_points.txt`, of the first distribution of a name if there are several.

    None if a distribution may be where only importlib.metadata finds it: in an archive, in an egg,
    or where an importer of its own keeps it.
    """
    if any(hasattr(f, "find_distributions") for f in sys.meta_path if f is not PathFinder):
        return None
    found: dict[str, str] = {}
    for directory in sys.path:
        try:
            names = os.listdir(directory or ".")  # noqa: PTH208 - a Path costs more than it gives
        except FileNotFoundError:
            continue
        except OSError:
            return None
        if directory.lower().endswith(".egg"):
            return None
        for name in names:
            if name.lower().endswith(METADATA):
                found.setdefault(_distribution(name), f"{directory or '.'}/{name}")
    return [text for text in map(_read, found.values()) if text]


def _distribution(name: str) -> str:
    """Of whom a directory of metadata is, as all ways to spell that are one."""
    return re.sub(r"[-_.]+", "-", name.lower().rpartition(".")[0].partition("-")[0])


def _read(metadata: str) -> str:
    try:
        return (Path(metadata) / "entry_points.txt").read_text("utf-8")
    except OSError:
        return ""


def _of_group(text: str, group: str) -> Iterator[str]:
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip()
        elif section == group and "=" in line and not line.startswith("#"):
            yield line.partition("=")[2].strip()


def _loaded(value: str) -> Any:
    match = VALUE.match(value)
    if match is None:
        raise ImportError(f"not an entry point: {value}")
    names = match[2].split(".") if match[2] else []
    return reduce(getattr, names, import_module(match[1]))
