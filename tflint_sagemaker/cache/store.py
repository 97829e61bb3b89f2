"""A store of what has been computed before, in the user's cache directory.

What is kept is JSON, under a hash of what it was computed from and of what computed it; it is only
ever found or not found, never out of date. Each file begins with a code (a MAC) that only someone
who knows the user's key can make, and the key is kept elsewhere: a file that was damaged, or that
somebody else has put there, is as good as none. Whatever goes wrong here costs time and nothing
else. Why it is so: docs/decisions/0007-store.md.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tflint_sagemaker.util.digest import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")

LAYOUT = "1"
KEY_SIZE = 32
MAX_FILE = 8_000_000
MAX_SHARD = 1_000_000
MAX_PAGES = 256
# The directory within a store of what AWS has answered.
ANSWERS = "live"
_OFF = {"", "0", "f", "false", "n", "no", "off"}


def hashed(*parts: str) -> str:
    """A name for texts, by their contents."""
    told = json.dumps(parts).encode()
    return blake2b(told, digest_size=20).hexdigest()


class Store:
    """A directory in which files are kept that carry the user's mark.

    Pages are files of their own; entries are small and share files, sixteen in all.
    No dataclass: to import what makes those takes longer than to say again what a run has said.
    """

    __slots__ = ("directory", "fresh", "key", "loaded")

    def __init__(self, directory: Path, key: bytes) -> None:
        self.directory = directory
        self.key = key
        self.loaded: dict[str, dict[str, str]] = {}
        self.fresh: dict[str, dict[str, str]] = {}

    def page(self, name: str) -> Any:
        """What is kept under that name, None if there is nothing that can be trusted."""
        text = self._read(f"page-{name}")
        return None if text is None else json.loads(text)

    def keep_page(self, name: str, value: Any) -> None:
        """Keep a value; of many pages, those that have not been written for longest go."""
        self._write(f"page-{name}", json.dumps(value, separators=(",", ":")))
        with suppress(OSError):
            pages = [f for f in self.directory.iterdir() if f.name.startswith("page-")]
            if len(pages) > MAX_PAGES:
                pages.sort(key=lambda file: file.stat().st_mtime_ns)
                for file in pages[: MAX_PAGES // 4]:
                    file.unlink(missing_ok=True)

    def entry(self, name: str) -> Any:
        """What is kept as an entry, None if there is none."""
        shard = f"entries-{name[0]}"
        if shard not in self.loaded:
            self.loaded[shard] = self._entries(shard)
        text = self.loaded[shard].get(name)
        return None if text is None else json.loads(text)

    def keep_entry(self, name: str, value: Any) -> None:
        """Keep an entry; it is written at the end."""
        shard, text = f"entries-{name[0]}", json.dumps(value, separators=(",", ":"))
        self.fresh.setdefault(shard, {})[name] = text
        self.loaded.setdefault(shard, {})[name] = text

    def flush(self) -> None:
        """Write the new entries beside those that others may have written in the meantime."""
        for shard, fresh in self.fresh.items():
            kept = {**self._entries(shard), **fresh}
            lines: list[str] = []
            room = MAX_SHARD
            for name, text in reversed(kept.items()):
                room -= len(name) + len(text) + 2
                if room < 0:
                    break
                lines.append(f"{name} {text}\n")
            self._write(shard, "".join(reversed(lines)))
        self.fresh.clear()

    def handed_over(self) -> dict[str, dict[str, str]]:
        """The new entries, which whoever asks is to write."""
        fresh, self.fresh = self.fresh, {}
        return fresh

    def take_over(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        """Keep the new entries of another process of this run."""
        for shard, fresh in entries.items():
            self.fresh.setdefault(shard, {}).update(fresh)
            self.loaded.setdefault(shard, self._entries(shard)).update(fresh)

    def _entries(self, shard: str) -> dict[str, str]:
        lines = (self._read(shard) or "").splitlines()
        return {name: text for name, _, text in (line.partition(" ") for line in lines)}

    def _read(self, name: str) -> str | None:
        try:
            with open(self.directory / name, "rb") as file:  # noqa: PTH123 - Path.open is dear
                data = file.read(MAX_FILE)
        except OSError:
            return None
        mark, _, body = data.partition(b"\n")
        return body.decode("ascii") if mark == self._mark(name, body) else None

    def _write(self, name: str, text: str) -> None:
        """Put a file in its place at once, so that nobody ever reads half of it."""
        body = text.encode("ascii")
        data = self._mark(name, body) + b"\n" + body
        if len(data) > MAX_FILE:
            return
        temporary = self.directory / f"new-{os.getpid()}-{os.urandom(6).hex()}"
        try:
            _make_directory(self.directory)
            _create(temporary, data)
            temporary.replace(self.directory / name)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _mark(self, name: str, body: bytes) -> bytes:
        code = blake2b(f"{name}\n".encode(), key=self.key, digest_size=32)
        code.update(body)
        return code.hexdigest().encode()


_used: ContextVar[Store | None] = ContextVar("store", default=None)


@contextmanager
def using(store: Store | None) -> Iterator[None]:
    """Remember what is computed in the meantime; without a store nothing is remembered."""
    token = _used.set(store)
    try:
        yield
    finally:
        _used.reset(token)
        if store is not None:
            store.flush()


def remembered(kind: str, version: str, given: str, compute: Callable[[], T]) -> T:
    """What a pure function comes to: from the store, or computed and kept.

    `version` names all that computes it (see `provenance`), and `given` all that it is computed
    from. The answer is JSON, and never None; what is raised is not remembered.
    """
    store = _used.get()
    if store is None:
        return compute()
    name = hashed(kind, version, given)
    found: T | None = store.entry(name)
    if found is None:
        found = compute()
        store.keep_entry(name, found)
    return found


def used() -> Store | None:
    """The store in use."""
    return _used.get()


def place(arguments: list[str], environment: Mapping[str, str]) -> Path | None:
    """The directory of the store, None if the user wants none.

    It is told by --cache-dir, or by TFLINT_SAGEMAKER_CACHE_DIR; else it is where caches belong.
    """
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    told = environment.get("TFLINT_SAGEMAKER_NO_CACHE", "").strip().lower()
    if "--no-cache" in before or told not in _OFF:
        return None
    asked = environment.get("TFLINT_SAGEMAKER_CACHE_DIR", "")
    for word, after in pairwise([*before, ""]):
        if word == "--cache-dir":
            asked = after
        elif word.startswith("--cache-dir="):
            asked = word.partition("=")[2]
    home = _home(environment, "XDG_CACHE_HOME", ".cache")
    base = Path(asked) if asked else home and home / "tflint-sagemaker"
    return base and Path(os.path.abspath(base)) / LAYOUT  # noqa: PTH100 - links stay


def opened(arguments: list[str], environment: Mapping[str, str]) -> Store | None:
    """The user's store; None if none is wanted, or if there is nowhere to keep a key."""
    directory = place(arguments, environment)
    key = None if directory is None else _key(environment)
    return None if directory is None or key is None else Store(directory, key)


def _home(environment: Mapping[str, str], name: str, default: str) -> Path | None:
    """A directory of the user by the XDG rules; on Windows, that of local data."""
    told = environment.get(name) or environment.get("LOCALAPPDATA", "")
    if told and os.path.isabs(told):  # noqa: PTH117 - the same for both kinds of path
        return Path(told)
    try:
        return Path.home() / default
    except RuntimeError:
        return None


def _key(environment: Mapping[str, str]) -> bytes | None:
    """The user's key: told by the environment, or kept apart from the cache and made on first use.

    It is no key if others may write it, or if it is somebody else's.
    """
    told = environment.get("TFLINT_SAGEMAKER_CACHE_KEY")
    if told:
        return blake2b(told.encode("utf-8", "surrogateescape"), digest_size=KEY_SIZE).digest()
    home = _home(environment, "XDG_STATE_HOME", ".local/state")
    if home is None:
        return None
    path = home / "tflint-sagemaker" / "key"
    try:
        if not path.exists():
            _make_directory(path.parent)
            temporary = path.with_name(f"new-{os.getpid()}")
            try:
                _create(temporary, os.urandom(KEY_SIZE))
                with suppress(FileExistsError):
                    os.link(temporary, path)  # whoever comes first: two keys would be none
            finally:
                temporary.unlink(missing_ok=True)
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            about = os.fstat(file.fileno())
            key = file.read(KEY_SIZE + 1)
    except OSError:
        return None
    own = os.name == "nt" or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
    return key if own and stat.S_ISREG(about.st_mode) and len(key) == KEY_SIZE else None


def _make_directory(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)


def _create(path: Path, data: bytes) -> None:
    """Write a file that was not there, and that is nobody else's business."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - it is a descriptor
        file.write(data)


def size(directory: Path) -> tuple[int, int]:
    """How many files are kept in the store there, and how many bytes."""
    sizes = [file.stat().st_size for file in _files(directory)]
    return len(sizes), sum(sizes)


def clean(directory: Path) -> tuple[int, int]:
    """Remove what is kept in the store there, and nothing else; how much it was."""
    before = size(directory)
    for file in _files(directory):
        file.unlink(missing_ok=True)
    with suppress(OSError):
        for place in (directory / ANSWERS, directory):
            place.rmdir()
    return before


def _files(directory: Path) -> list[Path]:
    found: list[Path] = []
    for place in (directory, directory / ANSWERS):
        with suppress(OSError):
            found += sorted(
                file
                for file in place.iterdir()
                if file.name.startswith(("page-", "entries-", "new-")) and file.is_file()
            )
    return found
