"""Authenticated JSON files in a cache directory.

A name is a hash of the input and of the code that computed the value, so a value is never out of
date. Each file begins with a MAC under the user's key, which is kept elsewhere: a file that is
damaged, or written with another key, counts as missing. Errors cost time and nothing else.
docs/decisions/0007-store.md gives the reasons.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MAX_FILE = 8_000_000
MAX_SHARD = 1_000_000
MAX_RECORDS = 4_000
MAX_RECORD_BYTES = 200_000_000
RECORD, SHARD, TEMPORARY = "record-", "entries-", "new-"
PREFIXES = (RECORD, SHARD, TEMPORARY)


def hash_texts(*texts: str) -> str:
    """Return a hash of texts, 40 hexadecimal digits."""
    return blake2b(json.dumps(texts).encode(), digest_size=20).hexdigest()


class Store:
    """A directory with two kinds of values: records and entries.

    A record is a separate file, written at once. Entries are small and share sixteen files,
    which `save` writes. It is not a dataclass because an unchanged run imports as little as it can.
    """

    __slots__ = ("_fresh", "_has_new_records", "_loaded", "directory", "key")

    def __init__(self, directory: Path, key: bytes) -> None:
        self.directory = directory
        self.key = key
        self._loaded: dict[str, dict[str, str]] = {}
        self._fresh: dict[str, dict[str, str]] = {}
        self._has_new_records = False

    def read_record(self, name: str) -> Any:
        """Return the record of that name, None if there is no valid one."""
        text = self._read(RECORD + name)
        return None if text is None else json.loads(text)

    def write_record(self, name: str, value: Any) -> None:
        """Write a record."""
        self._write(RECORD + name, json.dumps(value, separators=(",", ":")))
        self._has_new_records = True

    def read_entry(self, name: str) -> Any:
        """Return the entry of that name, None if there is no valid one."""
        shard = SHARD + name[0]
        if shard not in self._loaded:
            self._loaded[shard] = self._read_shard(shard)
        text = self._loaded[shard].get(name)
        return None if text is None else json.loads(text)

    def add_entry(self, name: str, value: Any) -> None:
        """Add an entry, which `save` writes."""
        text = json.dumps(value, separators=(",", ":"))
        self.merge({SHARD + name[0]: {name: text}})

    def save(self) -> None:
        """Write the new entries beside those of other processes; remove the oldest records."""
        for shard, fresh in self.drain().items():
            entries = {**self._read_shard(shard), **fresh}
            self._write(shard, "".join(_list_newest_lines(entries)))
        if self._has_new_records:
            self._has_new_records = False
            self._remove_old_records()

    def drain(self) -> dict[str, dict[str, str]]:
        """Return the new entries by shard; another process writes them."""
        fresh, self._fresh = self._fresh, {}
        return fresh

    def merge(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        """Add the new entries of another process of this run."""
        for shard, fresh in entries.items():
            self._fresh.setdefault(shard, {}).update(fresh)
            if shard not in self._loaded:
                self._loaded[shard] = self._read_shard(shard)
            self._loaded[shard].update(fresh)

    def _remove_old_records(self) -> None:
        with suppress(OSError):
            files = [entry for entry in os.scandir(self.directory) if entry.name.startswith(RECORD)]
            if len(files) <= MAX_RECORDS and _sum_sizes(files) <= MAX_RECORD_BYTES:
                return
            files.sort(key=lambda entry: entry.stat().st_mtime_ns)
            while len(files) > MAX_RECORDS * 3 // 4 or _sum_sizes(files) > MAX_RECORD_BYTES:
                removed, files = files[: MAX_RECORDS // 4], files[MAX_RECORDS // 4 :]
                for entry in removed:
                    os.unlink(entry.path)  # noqa: PTH108 - it is an os.DirEntry

    def _read_shard(self, shard: str) -> dict[str, str]:
        lines = (self._read(shard) or "").splitlines()
        return {name: text for name, _, text in (line.partition(" ") for line in lines)}

    def _read(self, name: str) -> str | None:
        try:
            with open(self.directory / name, "rb") as file:  # noqa: PTH123 - Path.open is slow
                data = file.read(MAX_FILE)
        except OSError:
            return None
        mac, _, body = data.partition(b"\n")
        return body.decode("ascii") if mac == self._compute_mac(name, body) else None

    def _write(self, name: str, text: str) -> None:
        """Replace a file atomically, so that no reader sees half of it."""
        body = text.encode("ascii")
        data = self._compute_mac(name, body) + b"\n" + body
        if len(data) > MAX_FILE:
            return
        temporary = self.directory / f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}"
        try:
            create_directory(self.directory)
            create_file(temporary, data)
            temporary.replace(self.directory / name)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _compute_mac(self, name: str, body: bytes) -> bytes:
        code = blake2b(f"{name}\n".encode(), key=self.key, digest_size=32)
        code.update(body)
        return code.hexdigest().encode()


def create_directory(directory: Path) -> None:
    """Create a directory that only the user may read, and those above it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)


def create_file(path: Path, data: bytes) -> None:
    """Create a file that only the user may read. Raises FileExistsError if there is one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - it is a descriptor
        file.write(data)


def _list_newest_lines(entries: Mapping[str, str]) -> list[str]:
    """Return the lines of a shard; the oldest entries are dropped if there are too many."""
    lines: list[str] = []
    room = MAX_SHARD
    for name, text in reversed(list(entries.items())):
        room -= len(name) + len(text) + 2
        if room < 0:
            break
        lines.append(f"{name} {text}\n")
    return lines[::-1]


def _sum_sizes(files: Iterable[os.DirEntry[str]]) -> int:
    return sum(entry.stat().st_size for entry in files)
