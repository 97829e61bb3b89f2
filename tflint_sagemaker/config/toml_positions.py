"""The positions of keys and values in a TOML text, which tomllib does not give.

tomllib has parsed the text before, so it is valid, and nothing is checked here.
https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from tflint_sagemaker.util.lazy_regex import compile_later

KeyPath: TypeAlias = tuple[str | int, ...]

_GAP = compile_later(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_BLANK = compile_later(r"[ \t]*")
_BARE = compile_later(r"[A-Za-z0-9_-]+")
_BASIC = compile_later(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LITERAL = compile_later(r"'[^']*'")
_LONG_BASIC = compile_later(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL)
_LONG_LITERAL = compile_later(r"'''.*?'{3,5}", re.DOTALL)
_PLAIN = compile_later(r"[^,\]}#\r\n]*")


class TomlPosition(NamedTuple):
    """Offsets of a key and of its value: for a table, both are those of its header."""

    key: tuple[int, int]
    value: tuple[int, int]


def find_positions(text: str) -> dict[KeyPath, TomlPosition]:
    """Return the position of each key and value in the text, by its key path."""
    scanner = _Scanner(text)
    scanner.scan_document()
    return scanner.found


class _Scanner:
    """A scanner that reads the text once, from start to end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.found: dict[KeyPath, TomlPosition] = {}
        self.tables: dict[KeyPath, int] = {}

    def scan_document(self) -> None:
        table: KeyPath = ()
        while self.has_more():
            if self.text[self.at] == "[":
                table = self.read_header()
            else:
                self.read_assignment(table)

    def has_more(self) -> bool:
        """Skip blanks and comments; return whether there is more text."""
        self.take(_GAP)
        return self.at < len(self.text)

    def take(self, pattern: re.Pattern[str]) -> tuple[int, int]:
        match = pattern.match(self.text, self.at)
        assert match is not None, f"not TOML at offset {self.at}"
        self.at = match.end()
        return match.span()

    def read_header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]`; return the key path of the table."""
        start = self.at
        many = self.text.startswith("[[", start)
        self.at += 2 if many else 1
        names = self.read_names()
        self.take(_BLANK)
        self.at += 2 if many else 1
        place = TomlPosition((start, self.at), (start, self.at))
        path: KeyPath = ()
        for number, (name, _) in enumerate(names, 1):
            path = (*path, name)
            if many and number == len(names):
                self.tables[path] = self.tables.get(path, -1) + 1
                self.found.setdefault(path, place)
            if path in self.tables:
                path = (*path, self.tables[path])
        self.found[path] = place
        return path

    def read_assignment(self, table: KeyPath) -> None:
        """Read `a.b = value`."""
        names = self.read_names()
        path = table
        for name, span in names:
            path = (*path, name)
            self.found.setdefault(path, TomlPosition(span, span))
        self.take(_BLANK)
        self.at += 1  # the equals sign
        self.take(_BLANK)
        self.read_value(path, names[-1][1])

    def read_names(self) -> list[tuple[str, tuple[int, int]]]:
        """Read a dotted key; return its parts, each with its offsets."""
        found = []
        while True:
            self.take(_BLANK)
            quote = self.text[self.at]
            span = self.take({'"': _BASIC, "'": _LITERAL}.get(quote, _BARE))
            found.append((_unquote_key(self.text[slice(*span)]), span))
            self.take(_BLANK)
            if not self.text.startswith(".", self.at):
                return found
            self.at += 1

    def read_value(self, path: KeyPath, key: tuple[int, int]) -> None:
        """Read a value of any kind; its elements are recorded before the value itself."""
        start = self.at
        rest = self.text[start : start + 3]
        if rest[0] == "[":
            self.read_array(path)
        elif rest[0] == "{":
            self.read_inline_table(path)
        elif rest in ('"""', "'''"):
            self.take(_LONG_BASIC if rest[0] == '"' else _LONG_LITERAL)
        elif rest[0] in "\"'":
            self.take(_BASIC if rest[0] == '"' else _LITERAL)
        else:
            _, end = self.take(_PLAIN)
            self.at = start + len(self.text[start:end].rstrip())
        self.found[path] = TomlPosition(key, (start, self.at))

    def read_array(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while self.has_more() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.read_value((*path, number), (self.at, self.at))
            self.found[(*path, number)] = TomlPosition(*[self.found[(*path, number)].value] * 2)
            number += 1
        self.at += 1

    def read_inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self.has_more() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.read_assignment(path)
        self.at += 1


def _unquote_key(written: str) -> str:
    """Return a part of a key without quotes and escapes."""
    if written[0] not in "\"'":
        return written
    import tomllib

    name = tomllib.loads(f"x = {written}")["x"]
    assert isinstance(name, str)
    return name
