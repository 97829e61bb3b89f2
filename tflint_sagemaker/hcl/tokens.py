"""Text to tokens: HCL's native syntax, the insides of templates included.

A token is a kind and two offsets, kept in three lists of equal length. Punctuation is its own
kind; the others are: `name`, `number`, `newline`, `string` (quoted, nothing to evaluate), `"` and
`<<` (a template opens), `text` (its literal characters, in a heredoc a line at a time), `${` and
`%{`, `end` (the brace that closes these), `close` (the template's end), `break` (a line end inside
quotes), `bad` (a character that HCL does not know) and `eof`.
"""

from __future__ import annotations

import re
from dataclasses import field

from tflint_sagemaker.util.lazy_dataclass import dataclass

_MAIN = re.compile(
    r"""[ \t]*(?:
        (?P<name>[^\W\d][\w-]*)
      | (?P<newline>\r?\n)
      | (?P<string>"(?:[^"\\\r\n$%]|\\[^\r\n]|[$%](?!\{))*+")
      | (?P<heredoc><<-?[^\W\d][\w-]*\r?\n)
      | (?P<comment>\#[^\n]*|//[^\n]*|/\*)
      | (?P<symbol>==|!=|>=|<=|&&|\|\||::|\.\.\.|=>|~\}|[][().,*/%+=<>!?:{}"-])
      | (?P<number>[0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)
      | (?P<bad>[^ \t])
    )""",
    re.VERBOSE,
)
_QUOTED = re.compile(
    r"""(?P<text>(?:[^"\\\r\n$%]|\\[^\r\n]|\$\$\{~?|%%\{~?|[$%](?!\{))+)
      | (?P<sequence>[$%]\{~?)
      | (?P<close>")
      | (?P<break>[\r\n]+)
      | (?P<bad>.)""",
    re.VERBOSE,
)
_LINE = re.compile(
    r"""(?P<text>(?:[^\r\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))*\r?\n
      | (?:[^\r\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))+)
      | (?P<sequence>[$%]\{~?)
      | (?P<bad>.)""",
    re.VERBOSE | re.DOTALL,
)
# A template that fills a text of its own, as a string in JSON or a file does; each line of it is a
# piece of its own, which matters for strip markers.
_BARE = re.compile(
    r"""(?P<text>(?:[^\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))*\n
      | (?:[^\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))+)
      | (?P<sequence>[$%]\{~?)""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Tokens:
    """The tokens of a stretch of text, and its comments as pairs of offsets."""

    text: str
    kinds: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    last_closer: int | None = None

    def add(self, kind: str, start: int, end: int) -> None:
        """Append a token."""
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)


def comment_end(tokens: Tokens, at: int, stop: int) -> int:
    """Where the comment ends that `/*` opened before `at`, or -1."""
    # Done once: a text full of `/*` that nothing closes must not be searched for each of them.
    if tokens.last_closer is None:
        tokens.last_closer = tokens.text.rfind("*/", at, stop)
    return tokens.text.find("*/", at, stop) + 2 if at <= tokens.last_closer else -1


@dataclass(slots=True)
class _Mode:
    """What the characters mean here: code, or the inside of a template."""

    pattern: re.Pattern[str]
    braces: int = 0
    marker: str = ""


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Cut the stretch into tokens; never fails, and ends in an `eof` token."""
    stop = len(text) if end is None else end
    return _scan(Tokens(text), start, stop, _Mode(_MAIN))


def tokenize_template(text: str, start: int, end: int) -> Tokens:
    """Cut a stretch that is a template without quotes: `close` stands in for its end."""
    return _scan(Tokens(text), start, end, _Mode(_BARE))


def template_end(text: str, start: int, stop: int) -> int:
    """Where the template that opens here ends, or -1 if it does not."""
    tokens, at, modes = Tokens(text), start, [_Mode(_MAIN)]
    while at < stop:
        scan = _scan_code if modes[-1].pattern is _MAIN else _scan_template
        at = scan(tokens, at, stop, modes)
        if len(modes) == 1:
            return at if tokens.kinds[-1] == "close" else -1
    return -1


def _scan(tokens: Tokens, at: int, stop: int, mode: _Mode) -> Tokens:
    modes = [mode]
    if at == 0 and mode.pattern is _MAIN and tokens.text.startswith("\ufeff"):
        at = 1
    while at < stop:
        if modes[-1].pattern is _MAIN:
            at = _scan_code(tokens, at, stop, modes)
        else:
            at = _scan_template(tokens, at, stop, modes)
    if mode.pattern is _BARE and len(modes) == 1:
        tokens.add("close", stop, stop)
    tokens.add("eof", stop, stop)
    return tokens


def _scan_code(tokens: Tokens, at: int, stop: int, modes: list[_Mode]) -> int:
    """Read code until a template opens, this code's own template goes on, or the stretch ends."""
    text, mode, match_at = tokens.text, modes[-1], _MAIN.match
    kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
    ascii_only = text.isascii()
    while at < stop:
        match = match_at(text, at, stop)
        if match is None:  # blanks at the end
            return stop
        kind = match.lastgroup or ""
        start, at = match.span(kind)
        if kind == "symbol":
            kind = match[kind]
            if kind == "{":
                mode.braces += 1
            elif kind in {"}", "~}"}:
                if mode.braces == 0 and len(modes) > 1:
                    tokens.add("end", start, at)
                    modes.pop()
                    return at
                mode.braces -= 1
                kind = "end" if kind == "~}" else kind
            elif kind == '"':
                tokens.add(kind, start, at)
                modes.append(_Mode(_QUOTED))
                return at
        elif kind == "comment":
            if text.startswith("/*", start):
                at = comment_end(tokens, at, stop)
            if at > 0:
                tokens.comments.append((start, at - text.endswith("\r", start, at)))
                continue
            kind, at = "/", start + 1
        elif kind == "heredoc":
            marker = match[kind][2:].strip().removeprefix("-")
            if ascii_only or _name_end(marker, 0) == len(marker):
                tokens.add("<<", start, at)
                modes.append(_Mode(_LINE, marker=marker))
                return at
            kind, at = "<", start + 1
        if not ascii_only and kind in {"name", "bad"}:
            end = _name_end(text, start)
            kind, at = ("name", min(end, stop)) if end > start else ("bad", start + 1)
        kinds.append(kind)
        starts.append(start)
        ends.append(at)
    return at


def _scan_template(tokens: Tokens, at: int, stop: int, modes: list[_Mode]) -> int:
    """Read a template until it closes, code opens in it, or the stretch ends."""
    text, mode = tokens.text, modes[-1]
    while at < stop:
        line_starts = tokens.kinds and (
            tokens.kinds[-1] == "<<" or (tokens.kinds[-1] == "text" and text[at - 1] == "\n")
        )
        if mode.pattern is _LINE and line_starts:
            line_end = text.find("\n", at, stop)
            if line_end >= 0 and text[at:line_end].strip() == mode.marker:
                line_end -= text.endswith("\r", at, line_end)
                tokens.add("close", at, line_end)
                modes.pop()
                return line_end
        match = mode.pattern.match(text, at, stop)
        assert match is not None
        kind = match.lastgroup or ""
        start, at = match.span()
        if kind == "sequence":
            tokens.add(match[kind][:2], start, at)
            modes.append(_Mode(_MAIN))
            return at
        tokens.add(kind, start, at)
        if kind == "close":
            modes.pop()
            return at
    return at


def _name_end(text: str, start: int) -> int:
    """Where the name that starts here ends: Unicode's identifier characters, and dashes."""
    end = start
    while end < len(text):
        char = text[end]
        if not (char.isidentifier() if end == start else f"a{char}".isidentifier() or char == "-"):
            break
        end += 1
    return end
