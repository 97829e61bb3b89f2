"""Answers that are a few minutes old, in files: so that the next run need not ask again.

What is missing, refused or failed is never kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

LIFETIME = 300.0
FORMAT = 1
_TIME = "$time"


@dataclass(frozen=True, slots=True)
class Store:
    """A directory of answers by the hash of who asked what. What cannot be read is not there."""

    directory: Path
    clock: Callable[[], float] = field(default=time.time)

    def read(self, question: object) -> Any | None:
        """The answer, None if there is none that is young enough."""
        try:
            kept = json.loads(self._path(question).read_text("utf-8"), object_hook=_revived)
            young = 0 <= self.clock() - kept["at"] < LIFETIME
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return kept["answer"] if young else None

    def write(self, question: object, answer: Any) -> None:
        """Keep an answer, for its owner's eyes only; what is not plain data is not kept."""
        path = self._path(question)
        with contextlib.suppress(OSError, TypeError, ValueError):
            text = json.dumps({"at": self.clock(), "answer": answer}, default=_plain)
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.directory)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)

    def prune(self) -> None:
        """Take away what is too old."""
        with contextlib.suppress(OSError):
            for path in list(self.directory.iterdir()):
                with contextlib.suppress(OSError):
                    if self.clock() - path.stat().st_mtime > LIFETIME:
                        path.unlink()

    def _path(self, question: object) -> Path:
        text = json.dumps([FORMAT, question], sort_keys=True, default=str)
        return self.directory / f"{hashlib.sha256(text.encode()).hexdigest()}.json"


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    raise TypeError


def _revived(found: dict[str, Any]) -> Any:
    return datetime.fromisoformat(found[_TIME]) if set(found) == {_TIME} else found
