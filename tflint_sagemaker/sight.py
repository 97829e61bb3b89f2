"""What the program sees of the world around it: files, directories, links.

Python tells audit hooks of each file that is opened and of each directory that is listed. It does
not tell of questions whether something is there, so those are asked through this module, which
does. Whoever listens knows all that a run depends on, and `look` finds out whether it still holds.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import TypeAlias

from tflint_sagemaker.digest import blake2b

Place: TypeAlias = str | os.PathLike[str]
Answer: TypeAlias = str | bool | list[int] | None

ASKED = "tflint_sagemaker.asked"
MAX_FILE = 32_000_000


def is_file(path: Place) -> bool:
    """Whether a file is there."""
    sys.audit(ASKED, "file", path)
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where access is denied


def is_dir(path: Place) -> bool:
    """Whether a directory is there."""
    sys.audit(ASKED, "directory", path)
    return os.path.isdir(path)  # noqa: PTH112 - as above


def exists(path: Place) -> bool:
    """Whether anything is there."""
    sys.audit(ASKED, "thing", path)
    return os.path.exists(path)  # noqa: PTH110 - as above


def is_named(path: Place) -> bool:
    """Whether a directory has that name, even if it is a link that leads nowhere."""
    sys.audit(ASKED, "name", path)
    return os.path.lexists(path)


def real(path: Place) -> str:
    """The path without links."""
    sys.audit(ASKED, "way", path)
    return os.path.realpath(path)


def look(kind: str, path: str) -> Answer:
    """What there is to be seen; equal answers mean that nothing has changed."""
    match kind:
        case "file":
            return os.path.isfile(path)  # noqa: PTH113
        case "directory":
            return os.path.isdir(path)  # noqa: PTH112
        case "thing":
            return os.path.exists(path)  # noqa: PTH110
        case "name":
            return os.path.lexists(path)
        case "way":
            return os.path.realpath(path)
        case "stamp":
            return _stamp(path)
        case "names":
            return _names(path)
        case _:
            return _contents(path)


def _stamp(path: str) -> list[int] | None:
    """Size and time of a file of the program."""
    try:
        found = os.stat(path)  # noqa: PTH116 - there are hundreds
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _names(path: str) -> str | None:
    """A directory's names, and what each is, links with what they lead to."""
    try:
        with os.scandir(path) as entries:
            told = sorted(
                (e.name, e.is_dir(), e.is_file(), e.is_symlink())
                for e in entries
                if e.name != "__pycache__"
            )
    except OSError:
        return None
    return blake2b(repr(told).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _contents(path: str) -> str | None:
    """The contents of a file; "" for what cannot be looked at twice."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            return ""
        with open(path, "rb") as file:  # noqa: PTH123
            data = file.read(MAX_FILE + 1)
    except (OSError, ValueError):
        return None
    return "" if len(data) > MAX_FILE else blake2b(data, digest_size=16).hexdigest()
