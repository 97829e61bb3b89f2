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

from tflint_sagemaker.util.digest import blake2b

Place: TypeAlias = str | os.PathLike[str]
Answer: TypeAlias = str | bool | list[int] | None

ASKED = "tflint_sagemaker.asked"
OPENING = "tflint_sagemaker.opening"
HELD = "tflint_sagemaker.held"
MAX_FILE = 32_000_000
PIECE = 65_536


def is_file(path: Place) -> bool:
    """Whether a file is there."""
    sys.audit(ASKED, "file", path)
    return os.path.isfile(path)  # noqa: PTH113


def is_dir(path: Place) -> bool:
    """Whether a directory is there."""
    sys.audit(ASKED, "directory", path)
    return os.path.isdir(path)  # noqa: PTH112


def exists(path: Place) -> bool:
    """Whether anything is there."""
    sys.audit(ASKED, "thing", path)
    return os.path.exists(path)  # noqa: PTH110


def is_named(path: Place) -> bool:
    """Whether a directory has that name, even if it is a link that leads nowhere."""
    sys.audit(ASKED, "name", path)
    return os.path.lexists(path)


def real(path: Place) -> str:
    """The path without links."""
    sys.audit(ASKED, "way", path)
    return os.path.realpath(path)


def contents(path: Place) -> bytes:
    """What a file holds; raises OSError, and ValueError for a path that cannot be one.

    Whoever listens is told of the very bytes that are used here, and needs no look of its own.
    """
    sys.audit(OPENING, path)
    try:
        data, regular = _read(path)
    except (OSError, ValueError):
        sys.audit(ASKED, "contents", path)
        raise
    sys.audit(HELD, path, data if regular else None)
    return data


def known_by(data: bytes | None) -> str:
    """What stands for the contents of a file; "" for what cannot be looked at twice."""
    if data is None or len(data) > MAX_FILE:
        return ""
    return blake2b(data, digest_size=16).hexdigest()


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
        data, _ = _read(path)
    except (OSError, ValueError):
        return None
    return known_by(data)


def _read(path: Place) -> tuple[bytes, bool]:
    """What a file holds, and whether it is a file like any other; `open` takes longer by far."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        about = os.fstat(file)
        regular = stat.S_ISREG(about.st_mode)
        first = os.read(file, about.st_size + 1 if about.st_size else PIECE)
        # No file is larger than it says, but for those of the system, which say 0.
        if regular and 0 < len(first) == about.st_size:
            return first, True
        pieces = [first]
        while pieces[-1]:
            pieces.append(os.read(file, PIECE))
        return b"".join(pieces), regular
    finally:
        os.close(file)
