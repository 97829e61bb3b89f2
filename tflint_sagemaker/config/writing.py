"""Values in TOML syntax, each on one line."""

from __future__ import annotations

import json
from typing import Any


def format_toml(value: Any) -> str:
    """Return a string, number, boolean, list or table in TOML syntax."""
    match value:
        case list() | tuple():
            return f"[{', '.join(map(format_toml, value))}]"
        case dict():
            inner = ", ".join(
                f"{json.dumps(key)} = {format_toml(item)}" for key, item in value.items()
            )
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            return json.dumps(value, ensure_ascii=False)
