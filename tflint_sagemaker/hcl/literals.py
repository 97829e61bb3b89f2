"""Numbers and escape sequences: whether they are valid, and what they represent."""

from __future__ import annotations

import re

from tflint_sagemaker.util.lazy_regex import compile_later

_NUMBER = compile_later(r"[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?")
_ESCAPE = compile_later(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)
_SIMPLE_ESCAPES = frozenset({"\\n", "\\r", "\\t", '\\"', "\\\\"})
_QUOTED_ESCAPE = compile_later(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def find_bad_escape(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets of the first invalid escape sequence in quoted text."""
    at = text.find("\\", start, end)
    if at < 0:
        return None
    for escape in _ESCAPE.finditer(text, at, end):
        digits = escape[1] or escape[2]
        if not (_is_character(digits) if digits else escape[0] in _SIMPLE_ESCAPES):
            return escape.span()
    return None


def is_number(word: str) -> bool:
    """Return whether a word is a valid number."""
    return _NUMBER.fullmatch(word) is not None


def _is_character(digits: str) -> bool:
    code = int(digits, 16)
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


def unquote(text: str) -> str:
    """Return the text that the characters between quotes represent; the escapes are valid."""
    if "\\" not in text and "{" not in text:
        return text
    return _QUOTED_ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    short, long, letter, sign = match.groups()
    if sign:
        return f"{sign}{{"
    if letter:
        return _LETTERS.get(letter, letter)
    return chr(int(short or long, 16))
