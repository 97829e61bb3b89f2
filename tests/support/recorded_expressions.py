"""What Terraform answered to expressions, chapter by chapter."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from support.paths import FIXTURES

RECORDED = FIXTURES / "expressions"
CHAPTERS = sorted(path.stem for path in RECORDED.glob("*.json"))
FILES = {
    path.relative_to(RECORDED / "files").as_posix(): path.read_bytes()
    for path in (RECORDED / "files").rglob("*")
    if path.is_file()
}


def rows(chapter: str) -> list[dict[str, Any]]:
    text = (RECORDED / f"{chapter}.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return found
