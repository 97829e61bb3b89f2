"""Values as TOML has them, each on one line."""

from __future__ import annotations

import json
from typing import Any


def toml(value: Any) -> str:
    """A text, number, truth, list or table as it would stand behind an equals sign."""
    match value:
        case list() | tuple():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            inner = ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            return json.dumps(value, ensure_ascii=False)
