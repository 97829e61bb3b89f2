"""XML in which no text can be more than text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tflint_sagemaker.report.text import disable_commands, escape_controls

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render_element(tag: str, attributes: dict[str, object], content: Iterable[str] = ()) -> str:
    """Return an element around others, each on a line; closed at once if there are none."""
    inside = "".join(content)
    start = f"<{tag}{_format_attributes(attributes)}"
    return f"{start}>\n{inside}</{tag}>\n" if inside else f"{start}/>\n"


def render_text_element(tag: str, attributes: dict[str, object], lines: Iterable[str]) -> str:
    """Return an element around lines of text."""
    text = "\n".join(escape(disable_commands(escape_controls(line))) for line in lines)
    return f"<{tag}{_format_attributes(attributes)}>{text}</{tag}>\n"


def _format_attributes(attributes: dict[str, object]) -> str:
    return "".join(
        f" {name}={quoteattr(disable_commands(escape_controls(str(value))))}"
        for name, value in attributes.items()
    )
