"""Where the user's cache is, the key that authenticates it, and its size."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.cache.store import PREFIXES, Store, create_directory, create_file

if TYPE_CHECKING:
    from collections.abc import Mapping

LAYOUT = "2"
KEY_SIZE = 32
# The directory within the cache that holds responses of AWS.
RESPONSES = "live"
_FALSE = {"", "0", "f", "false", "n", "no", "off"}


def find_directory(given: str | None, environment: Mapping[str, str]) -> Path | None:
    """Return the directory of the cache, None if the user wants none.

    `given` is the value of --cache-dir. Without it TFLINT_SAGEMAKER_CACHE_DIR counts, and without
    that the user's directory for caches. TFLINT_SAGEMAKER_NO_CACHE disables the cache.
    """
    if environment.get("TFLINT_SAGEMAKER_NO_CACHE", "").strip().lower() not in _FALSE:
        return None
    given = given or environment.get("TFLINT_SAGEMAKER_CACHE_DIR")
    base = _find_home(environment, "XDG_CACHE_HOME", ".cache")
    directory = Path(given) if given else base and base / "tflint-sagemaker"
    return directory and Path(os.path.abspath(directory)) / LAYOUT  # noqa: PTH100 - keeps links


def open_store(given: str | None, environment: Mapping[str, str]) -> Store | None:
    """Open the user's cache; None if there is none, or no place for a key."""
    directory = find_directory(given, environment)
    key = None if directory is None else _read_key(environment)
    return None if directory is None or key is None else Store(directory, key)


def measure(directory: Path) -> tuple[int, int]:
    """Return the number of files in the cache there, and their size in bytes."""
    sizes = [file.stat().st_size for file in _list_files(directory)]
    return len(sizes), sum(sizes)


def clear(directory: Path) -> tuple[int, int]:
    """Remove the files of the cache, and no others; return their number and size in bytes."""
    before = measure(directory)
    for file in _list_files(directory):
        file.unlink(missing_ok=True)
    with suppress(OSError):
        for emptied in (directory / RESPONSES, directory):
            emptied.rmdir()
    return before


def _list_files(directory: Path) -> list[Path]:
    found: list[Path] = []
    for folder in (directory, directory / RESPONSES):
        with suppress(OSError):
            files = (one for one in folder.iterdir() if one.name.startswith(PREFIXES))
            found += sorted(one for one in files if one.is_file())
    return found


def _find_home(environment: Mapping[str, str], name: str, default: str) -> Path | None:
    """Return a directory of the user by the XDG rules; on Windows, that of local data."""
    given = environment.get(name) or environment.get("LOCALAPPDATA", "")
    if given and os.path.isabs(given):  # noqa: PTH117 - the same for both kinds of path
        return Path(given)
    try:
        return Path.home() / default
    except RuntimeError:
        return None


def _read_key(environment: Mapping[str, str]) -> bytes | None:
    """Return the user's key, from the environment or from its file, which the first use creates.

    A file that belongs to another user, or that others may write, holds no key.
    """
    given = environment.get("TFLINT_SAGEMAKER_CACHE_KEY")
    if given:
        return blake2b(given.encode("utf-8", "surrogateescape"), digest_size=KEY_SIZE).digest()
    home = _find_home(environment, "XDG_STATE_HOME", ".local/state")
    if home is None:
        return None
    path = home / "tflint-sagemaker" / "key"
    try:
        if not path.exists():
            _create_key(path)
        with open(path, "rb") as file:  # noqa: PTH123 - Path.open is slow
            about = os.fstat(file.fileno())
            key = file.read(KEY_SIZE + 1)
    except OSError:
        return None
    own = os.name == "nt" or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
    return key if own and stat.S_ISREG(about.st_mode) and len(key) == KEY_SIZE else None


def _create_key(path: Path) -> None:
    create_directory(path.parent)
    temporary = path.with_name(f"new-{os.getpid()}")
    try:
        create_file(temporary, os.urandom(KEY_SIZE))
        with suppress(FileExistsError):
            os.link(temporary, path)  # the first of several processes decides
    finally:
        temporary.unlink(missing_ok=True)
