"""Where the keys and values of a TOML text stand, which tomllib does not tell.

The text is one that tomllib has read, so it is valid, and nothing is checked here.
https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from tflint_sagemaker.util.lazy_regex import lazy_regex

Key: TypeAlias = tuple[str | int, ...]

_GAP = lazy_regex(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_BLANK = lazy_regex(r"[ \t]*")
_BARE = lazy_regex(r"[A-Za-z0-9_-]+")
_BASIC = lazy_regex(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LITERAL = lazy_regex(r"'[^']*'")
_LONG_BASIC = lazy_regex(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL)
_LONG_LITERAL = lazy_regex(r"'''.*?'{3,5}", re.DOTALL)
_PLAIN = lazy_regex(r"[^,\]}#\r\n]*")


class Place(NamedTuple):
    """Offsets of a key and of its value: for a table, both are those of its header."""

    key: tuple[int, int]
    value: tuple[int, int]


def places(text: str) -> dict[Key, Place]:
    """The place of everything that is written out, by its way through tables and arrays."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


class _Scanner:
    """One walk through the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.found: dict[Key, Place] = {}
        self.tables: dict[Key, int] = {}

    def document(self) -> None:
        table: Key = ()
        while self.gap():
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.assignment(table)

    def gap(self) -> bool:
        """Go on to what is neither blank nor comment; whether there is anything."""
        self.take(_GAP)
        return self.at < len(self.text)

    def take(self, pattern: re.Pattern[str]) -> tuple[int, int]:
        match = pattern.match(self.text, self.at)
        assert match is not None, f"not TOML at offset {self.at}"
        self.at = match.end()
        return match.span()

    def header(self) -> Key:
        """`[a.b]` or `[[a.b]]`: the way to the table that it begins."""
        start = self.at
        many = self.text.startswith("[[", start)
        self.at += 2 if many else 1
        names = self.names()
        self.take(_BLANK)
        self.at += 2 if many else 1
        place = Place((start, self.at), (start, self.at))
        path: Key = ()
        for number, (name, _) in enumerate(names, 1):
            path = (*path, name)
            if many and number == len(names):
                self.tables[path] = self.tables.get(path, -1) + 1
                self.found.setdefault(path, place)
            if path in self.tables:
                path = (*path, self.tables[path])
        self.found[path] = place
        return path

    def assignment(self, table: Key) -> None:
        """`a.b = value`."""
        names = self.names()
        path = table
        for name, span in names:
            path = (*path, name)
            self.found.setdefault(path, Place(span, span))
        self.take(_BLANK)
        self.at += 1  # the equals sign
        self.take(_BLANK)
        self.value(path, names[-1][1])

    def names(self) -> list[tuple[str, tuple[int, int]]]:
        """The parts of a dotted key, with where each stands."""
        found = []
        while True:
            self.take(_BLANK)
            quote = self.text[self.at]
            span = self.take({'"': _BASIC, "'": _LITERAL}.get(quote, _BARE))
            found.append((_named(self.text[slice(*span)]), span))
            self.take(_BLANK)
            if not self.text.startswith(".", self.at):
                return found
            self.at += 1

    def value(self, path: Key, key: tuple[int, int]) -> None:
        """A value of any kind; what it holds is noted before it is itself."""
        start = self.at
        rest = self.text[start : start + 3]
        if rest[0] == "[":
            self.array(path)
        elif rest[0] == "{":
            self.inline_table(path)
        elif rest in ('"""', "'''"):
            self.take(_LONG_BASIC if rest[0] == '"' else _LONG_LITERAL)
        elif rest[0] in "\"'":
            self.take(_BASIC if rest[0] == '"' else _LITERAL)
        else:
            _, end = self.take(_PLAIN)
            self.at = start + len(self.text[start:end].rstrip())
        self.found[path] = Place(key, (start, self.at))

    def array(self, path: Key) -> None:
        self.at += 1
        number = 0
        while self.gap() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.value((*path, number), (self.at, self.at))
            self.found[(*path, number)] = Place(*[self.found[(*path, number)].value] * 2)
            number += 1
        self.at += 1

    def inline_table(self, path: Key) -> None:
        self.at += 1
        while self.gap() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.assignment(path)
        self.at += 1


def _named(written: str) -> str:
    """The name that a key's part is, quotes and escapes undone."""
    if written[0] not in "\"'":
        return written
    import tomllib

    name = tomllib.loads(f"x = {written}")["x"]
    assert isinstance(name, str)
    return name
