"""Text to tokens: HCL's native syntax, the insides of templates included.

A token is a kind and two offsets, kept in three lists of equal length. A punctuation mark and a
keyword are their own kind. The others are: `name`, `number` (no dot in it), `decimal` (with a
dot), `newline` (one or more), `string` (quoted, nothing to evaluate), `"` and `<<` (a template
opens), `text` (its literal characters, in a heredoc a line at a time), `${` and `%{`, `end` (the
brace that closes these), `close` (the template's end), `break` (a line end inside quotes), `bad`
(a character that HCL does not know) and `eof`.
"""

from __future__ import annotations

import re
from dataclasses import field

from tflint_sagemaker.hcl.literals import find_bad_escape, is_number
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

_MAIN = re.compile(
    r"""[ \t]*(?:
        (?P<keyword>(?:true|false|null|for|in|if|else|endif|endfor)(?![\w-]))
      | (?P<name>[^\W\d][\w-]*)
      | (?P<newline>\r?\n(?:[ \t]*+\r?\n)*+)
      | (?P<string>"[^"\\\r\n$%]*+")
      | (?P<escaped>"(?:[^"\\\r\n$%]|\\[^\r\n]|[$%](?!\{))*+")
      | (?P<heredoc><<-?[^\W\d][\w-]*\r?\n)
      | (?P<comment>\#[^\n]*|//[^\n]*|/\*)
      | (?P<symbol>==|!=|>=|<=|&&|\|\||::|\.\.\.|=>|~\}|[][().,*/%+=<>!?:{}"-])
      | (?P<number>[0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)
      | (?P<bad>[^ \t])
    )""",
    re.VERBOSE,
)
_QUOTED = compile_later(
    r"""(?P<text>(?:[^"\\\r\n$%]|\\[^\r\n]|\$\$\{~?|%%\{~?|[$%](?!\{))+)
      | (?P<sequence>[$%]\{~?)
      | (?P<close>")
      | (?P<break>[\r\n]+)
      | (?P<bad>.)""",
    re.VERBOSE,
)
_LINE = compile_later(
    r"""(?P<text>(?:[^\r\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))*\r?\n
      | (?:[^\r\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))+)
      | (?P<sequence>[$%]\{~?)
      | (?P<bad>.)""",
    re.VERBOSE | re.DOTALL,
)
# A template without delimiters, as a string in JSON or a file is. Each line of it is one token,
# which matters for strip markers.
_BARE = compile_later(
    r"""(?P<text>(?:[^\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))*\n
      | (?:[^\n$%]|\$\$\{~?|%%\{~?|[$%](?!\{))+)
      | (?P<sequence>[$%]\{~?)""",
    re.VERBOSE,
)
KEYWORDS = frozenset({"true", "false", "null", "for", "in", "if", "else", "endif", "endfor"})
# The kinds of token that are an identifier: HCL has no reserved words.
NAMES = KEYWORDS | {"name"}
NUMBERS = frozenset({"number", "decimal"})
OPENERS = frozenset({"(", "[", "{", "${", "%{", '"', "<<"})
CLOSERS = frozenset({")", "]", "}", "end", "close"})
# The groups of the pattern for code that are a kind of token as they are, in ASCII text.
_FINAL = frozenset({"name", "newline", "string"})


@dataclass(slots=True)
class Tokens:
    """The tokens of a stretch of text, and its comments as pairs of offsets.

    `irregular` has the numbers of tokens of which the kind does not say everything: a number or
    an escape sequence that is invalid, a strip marker (`~`).
    """

    text: str
    kinds: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    irregular: list[int] = field(default_factory=list)
    last_closer: int | None = None

    def add(self, kind: str, start: int, end: int) -> None:
        """Append a token."""
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    def add_delimiter(self, kind: str, start: int, end: int, *, regular_length: int) -> None:
        """Append a token that may contain a strip marker."""
        if end - start != regular_length:
            self.irregular.append(len(self.kinds))
        self.add(kind, start, end)


def find_comment_end(tokens: Tokens, at: int, stop: int) -> int:
    """Return where the comment ends that `/*` opened before `at`, or -1."""
    # Done once: a text full of `/*` that nothing closes must not be searched for each of them.
    if tokens.last_closer is None:
        tokens.last_closer = tokens.text.rfind("*/", at, stop)
    return tokens.text.find("*/", at, stop) + 2 if at <= tokens.last_closer else -1


@dataclass(slots=True)
class _Mode:
    """What the characters mean at this place: code, or the inside of a template."""

    pattern: re.Pattern[str]
    braces: int = 0
    marker: str = ""


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Cut the stretch into tokens; never fails, and ends in an `eof` token."""
    stop = len(text) if end is None else end
    return _scan(Tokens(text), start, stop, _Mode(_MAIN))


def tokenize_template(text: str, start: int, end: int) -> Tokens:
    """Cut a stretch that is a template without quotes; a `close` token marks its end."""
    return _scan(Tokens(text), start, end, _Mode(_BARE))


def find_template_end(text: str, start: int, stop: int) -> int:
    """Return where the template that opens at `start` ends, or -1 if it does not."""
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
    """Read code until a template opens, this code's own template continues, or the stretch ends.

    Return where to continue.
    """
    text, mode = tokens.text, modes[-1]
    kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
    is_plain = text.isascii()
    for match in _MAIN.finditer(text, at, stop):
        kind = match.lastgroup or ""
        start, at = match.span(kind)
        if kind == "symbol":
            kind = match[kind]
            if kind == "{":
                mode.braces += 1
            elif kind in {"}", "~}"}:
                if mode.braces == 0 and len(modes) > 1:
                    tokens.add_delimiter("end", start, at, regular_length=1)
                    modes.pop()
                    return at
                mode.braces -= 1
                kind = "end" if kind == "~}" else kind
            elif kind == '"':
                tokens.add(kind, start, at)
                modes.append(_Mode(_QUOTED))
                return at
        elif kind not in _FINAL or not is_plain:
            end = at
            if kind == "comment":
                at = _read_comment(tokens, start, end, stop)
            elif kind == "heredoc":
                marker = match[kind][2:].strip().removeprefix("-")
                if is_plain or _find_name_end(marker, 0) == len(marker):
                    tokens.add("<<", start, at)
                    modes.append(_Mode(_LINE, marker=marker))
                    return at
                tokens.add("<", start, start + 1)
                return start + 1
            else:
                kind, at = _classify(tokens, match, end, stop)
            if at != end:
                if kind != "comment":
                    tokens.add(kind, start, at)
                return at
            if kind == "comment":
                continue
        kinds.append(kind)
        starts.append(start)
        ends.append(at)
    return stop


def _read_comment(tokens: Tokens, start: int, end: int, stop: int) -> int:
    """Add the comment that starts here, or `/` if it is not closed; return its end."""
    text = tokens.text
    if text.startswith("/*", start):
        end = find_comment_end(tokens, end, stop)
        if end < 0:
            tokens.add("/", start, start + 1)
            return start + 1
    tokens.comments.append((start, end - text.endswith("\r", start, end)))
    return end


def _classify(tokens: Tokens, match: re.Match[str], end: int, stop: int) -> tuple[str, int]:
    """Return the kind and the end of a word, a number, a string or a character unknown to HCL."""
    text, kind = tokens.text, match.lastgroup or ""
    start = match.start(kind)
    if kind == "number":
        word = match[kind]
        if not word.isdigit():
            kind = "decimal" if "." in word else kind
            if not is_number(word):
                tokens.irregular.append(len(tokens.kinds))
    elif kind == "escaped":
        kind = "string"
        if find_bad_escape(text, start, end) is not None:
            tokens.irregular.append(len(tokens.kinds))
    elif kind not in {"newline", "string"}:
        if not text.isascii():
            name_end = _find_name_end(text, start)
            if name_end <= start:
                return "bad", start + 1
            kind, end = ("name", min(name_end, stop)) if name_end != end else (kind, end)
        if kind == "keyword":
            kind = match[kind]
    return kind, end


def _scan_template(tokens: Tokens, at: int, stop: int, modes: list[_Mode]) -> int:
    """Read a template until it closes, code opens in it, or the stretch ends."""
    text, mode = tokens.text, modes[-1]
    pattern = mode.pattern
    while at < stop:
        if pattern is _LINE:
            end = _find_heredoc_close(tokens, at, stop, mode.marker)
            if end >= 0:
                tokens.add("close", at, end)
                modes.pop()
                return end
        match = pattern.match(text, at, stop)
        assert match is not None
        kind = match.lastgroup or ""
        start, at = match.span()
        if kind == "sequence":
            tokens.add_delimiter(match[kind][:2], start, at, regular_length=2)
            modes.append(_Mode(_MAIN))
            return at
        if pattern is _QUOTED and kind == "text" and find_bad_escape(text, start, at) is not None:
            tokens.irregular.append(len(tokens.kinds))
        tokens.add(kind, start, at)
        if kind == "close":
            modes.pop()
            return at
    return at


def _find_heredoc_close(tokens: Tokens, at: int, stop: int, marker: str) -> int:
    """Return the end of the heredoc's marker if the line that starts here is it, or -1."""
    text, kinds = tokens.text, tokens.kinds
    if kinds[-1] != "<<" and not (kinds[-1] == "text" and text[at - 1] == "\n"):
        return -1
    line_end = text.find("\n", at, stop)
    if line_end < 0 or text[at:line_end].strip() != marker:
        return -1
    return line_end - text.endswith("\r", at, line_end)


def _find_name_end(text: str, start: int) -> int:
    """Return where the name that starts here ends: Unicode's identifier characters, and dashes."""
    end = start
    while end < len(text):
        char = text[end]
        if not (char.isidentifier() if end == start else f"a{char}".isidentifier() or char == "-"):
            break
        end += 1
    return end
