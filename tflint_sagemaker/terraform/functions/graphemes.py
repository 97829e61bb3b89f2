"""What people take for one character: grapheme clusters."""

from __future__ import annotations


def graphemes(text: str) -> list[str]:
    """The text, cut into grapheme clusters."""
    if text.isascii() and "\r" not in text:
        return list(text)
    import regex

    return [str(part) for part in regex.findall(r"\X", text)]
