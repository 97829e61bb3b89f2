r"""Patterns in RE2's syntax, as Go reads it, rewritten for the `regex` package.

What RE2 does not know (lookaround, backreferences, possessive quantifiers) is refused, what it
understands otherwise (`\d` and its like are ASCII, `$` is the very end, `(?U)`) is spelled out.
See https://github.com/google/re2/wiki/Syntax.
"""

from __future__ import annotations

from dataclasses import field, replace

from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

_DIGIT, _SPACE, _WORD = "0-9", r"\t\n\f\r\x20", "0-9A-Za-z_"
_NOT_DIGIT = r"\x00-/:-\U0010FFFF"
_NOT_SPACE = r"\x00-\x08\x0B\x0E-\x1F!-\U0010FFFF"
_NOT_WORD = r"\x00-/:-@\[-\^`\{-\U0010FFFF"
_PERL = {
    "d": _DIGIT,
    "D": _NOT_DIGIT,
    "s": _SPACE,
    "S": _NOT_SPACE,
    "w": _WORD,
    "W": _NOT_WORD,
}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7F",
    "blank": r"\t\x20",
    "cntrl": r"\x00-\x1F\x7F",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": r"\x20-~",
    "punct": r"!-/:-@\[-`\{-~",
    "space": r"\t\n\v\f\r\x20",
    "upper": "A-Z",
    "word": _WORD,
    "xdigit": "0-9A-Fa-f",
}
_NOT_POSIX = {
    "alnum": r"\x00-/:-@\[-`\{-\U0010FFFF",
    "alpha": r"\x00-@\[-`\{-\U0010FFFF",
    "ascii": r"\x80-\U0010FFFF",
    "blank": r"\x00-\x08\n-\x1F!-\U0010FFFF",
    "cntrl": r"\x20-~\x80-\U0010FFFF",
    "digit": _NOT_DIGIT,
    "graph": r"\x00-\x20\x7F-\U0010FFFF",
    "lower": r"\x00-`\{-\U0010FFFF",
    "print": r"\x00-\x1F\x7F-\U0010FFFF",
    "punct": r"\x00-\x200-9A-Za-z\x7F-\U0010FFFF",
    "space": r"\x00-\x08\x0E-\x1F!-\U0010FFFF",
    "upper": r"\x00-@\[-\U0010FFFF",
    "word": _NOT_WORD,
    "xdigit": r"\x00-/:-@G-`g-\U0010FFFF",
}
_BOUNDARY = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_NO_BOUNDARY = f"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_CONTROL = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
_CODE = lazy_regex(r"\\(?:x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|(0[0-7]{0,2}|[1-7][0-7]{1,2}))")
_PROPERTY = lazy_regex(r"\\([pP])(?:\{(\^?)(\w+)\}|(\w))")
_GROUP = lazy_regex(r"\(\?P?<([A-Za-z0-9_]+)>")
_FLAGS = lazy_regex(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")
_REPEAT = lazy_regex(r"\{(\d{1,4})(?:(,)(\d{0,4}))?\}")
_CLASS_NAME = lazy_regex(r"\[:(\^?)(\w+):\]")
_MAX_REPEAT = 1000


class PatternError(Exception):
    """The pattern is not RE2's. The message is a clause."""


@dataclass(frozen=True, slots=True)
class _Flags:
    ignore_case: bool = False
    lines: bool = False
    dot_all: bool = False
    ungreedy: bool = False

    def changed(self, names: str, *, to: bool) -> _Flags:
        fields = {"i": "ignore_case", "m": "lines", "s": "dot_all", "U": "ungreedy"}
        return replace(self, **{fields[name]: to for name in names})


@dataclass(slots=True)
class _Rewriter:
    pattern: str
    at: int = 0
    flags: _Flags = field(default_factory=_Flags)
    outer: list[_Flags] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    # Whether a quantifier may follow: there is an atom, and it has none yet.
    atom: bool = False
    quantified: bool = False

    def run(self) -> str:
        while self.at < len(self.pattern):
            self._one()
        if self.outer:
            raise PatternError(f"missing closing ): `{self.pattern}`")
        return "".join(self.out)

    def _one(self) -> None:
        char = self.pattern[self.at]
        if char == "(":
            self._open()
        elif char == ")":
            if not self.outer:
                raise PatternError(f"unexpected ): `{self.pattern}`")
            self.flags = self.outer.pop()
            self._emit(")", 1)
        elif char == "|":
            self._emit("|", 1, atom=False)
        elif char in "*+?" or (char == "{" and _REPEAT.match(self.pattern, self.at)):
            self._quantifier(char)
        elif char == "[":
            body, end = _class(self.pattern, self.at)
            self._atom(body, end - self.at)
        elif char == "\\":
            self._escape()
        elif char == ".":
            self._emit(r"(?s:.)" if self.flags.dot_all else r"[^\n]", 1)
        elif char == "^":
            self._emit("(?m:^)" if self.flags.lines else r"\A", 1)
        elif char == "$":
            self._emit("(?m:$)" if self.flags.lines else r"\Z", 1)
        else:
            self._atom(literal(char), 1)

    def _emit(self, text: str, width: int, *, atom: bool = True) -> None:
        self.out.append(text)
        self.at += width
        self.atom, self.quantified = atom, False

    def _atom(self, text: str, width: int) -> None:
        self._emit(f"(?i:{text})" if self.flags.ignore_case else text, width)

    def _open(self) -> None:
        rest = self.pattern[self.at : self.at + 3]
        if not rest.startswith("(?"):
            self.outer.append(self.flags)
            self._emit("(", 1, atom=False)
            return
        if found := _GROUP.match(self.pattern, self.at):
            self.outer.append(self.flags)
            self._emit(f"(?P<{found[1]}>", found.end() - self.at, atom=False)
        elif found := _FLAGS.match(self.pattern, self.at):
            flags = self.flags.changed(found[1], to=True).changed(found[2] or "", to=False)
            if found[3] == ":":
                self.outer.append(self.flags)
                self._emit("(?:", found.end() - self.at, atom=False)
            else:
                self.at = found.end()
                self.atom = self.quantified = False
            self.flags = flags
        else:
            raise PatternError(f"invalid or unsupported Perl syntax: `{rest}`")

    def _quantifier(self, char: str) -> None:
        found = _REPEAT.match(self.pattern, self.at) if char == "{" else None
        text = found.group() if found else char
        if self.quantified:
            raise PatternError(f"invalid nested repetition operator: `{text}`")
        if not self.atom:
            raise PatternError(f"missing argument to repetition operator: `{text}`")
        if found:
            low, high = int(found[1]), int(found[3] or found[1])
            if max(low, high) > _MAX_REPEAT or low > high:
                raise PatternError(f"invalid repeat count: `{text}`")
        lazy = self.pattern.startswith("?", self.at + len(text))
        self._emit(text + ("?" if lazy != self.flags.ungreedy else ""), len(text) + lazy)
        self.quantified = True

    def _escape(self) -> None:
        name = self.pattern[self.at + 1 : self.at + 2]
        if name == "Q":
            end = self.pattern.find(r"\E", self.at + 2)
            text = self.pattern[self.at + 2 : end if end >= 0 else None]
            self.at += len(text) + 4
            for char in text:
                self._atom(literal(char), 0)
        elif name in ("A", "z"):
            self._emit(r"\A" if name == "A" else r"\Z", 2)
        elif name in ("b", "B"):
            self._emit(_BOUNDARY if name == "b" else _NO_BOUNDARY, 2)
        else:
            body, end, single = _escaped(self.pattern, self.at)
            self._atom(body if single else f"[{body}]", end - self.at)


def literal(char: str) -> str:
    """A character as it stands in a pattern or a class."""
    if char.isalnum() or char == "_" or not char.isascii():
        return char
    return f"\\x{ord(char):02X}"


def _escaped(pattern: str, at: int) -> tuple[str, int, bool]:
    """What an escape means, where it ends, and whether it is a single character."""
    name = pattern[at + 1 : at + 2]
    if name and name in _PERL:
        return _PERL[name], at + 2, False
    if found := _PROPERTY.match(pattern, at):
        positive = (found[1] == "p") != (found[2] == "^")
        return f"\\{'p' if positive else 'P'}{{{found[3] or found[4]}}}", found.end(), False
    if found := _CODE.match(pattern, at):
        code = int(found[3], 8) if found[3] else int(found[1] or found[2], 16)
        if code <= 0x10FFFF:
            return _code(code), found.end(), True
    elif name in _CONTROL:
        return literal(_CONTROL[name]), at + 2, True
    elif name and name.isascii() and not name.isalnum():
        return literal(name), at + 2, True
    raise PatternError(f"invalid escape sequence: `\\{name}`")


def _code(code: int) -> str:
    return f"\\U{code:08X}"


def _class(pattern: str, at: int) -> tuple[str, int]:
    """A class in brackets, and where it ends."""
    start = at
    negated = pattern.startswith("^", at + 1)
    at += 1 + negated
    items: list[str] = []
    while True:
        if at >= len(pattern):
            raise PatternError(f"missing closing ]: `{pattern[start:]}`")
        if pattern[at] == "]" and items:
            return f"[{'^' if negated else ''}{''.join(items)}]", at + 1
        if found := _CLASS_NAME.match(pattern, at):
            names = _NOT_POSIX if found[1] else _POSIX
            if found[2] not in names:
                raise PatternError(f"invalid character class range: `{found.group()}`")
            items.append(names[found[2]])
            at = found.end()
            continue
        low, at, single = _class_char(pattern, at)
        if single and pattern.startswith("-", at) and pattern[at + 1 : at + 2] not in ("", "]"):
            high, end, other = _class_char(pattern, at + 1)
            if not other or _ordinal(low) > _ordinal(high):
                raise PatternError(f"invalid character class range: `{pattern[at - 1 : end]}`")
            items.append(f"{low}-{high}")
            at = end
        else:
            items.append(low)


def _class_char(pattern: str, at: int) -> tuple[str, int, bool]:
    if pattern[at] == "\\":
        return _escaped(pattern, at)
    return literal(pattern[at]), at + 1, True


def _ordinal(text: str) -> int:
    return ord(text) if len(text) == 1 else int(text.lstrip("\\xU"), base=16)


def rewritten(pattern: str) -> str:
    """The pattern for `regex`. Raises PatternError."""
    return _Rewriter(pattern).run()
