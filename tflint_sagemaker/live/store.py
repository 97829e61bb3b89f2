"""Answers that are a few minutes old: so that the next run need not ask again.

They are kept as pages of the user's store, and so can only be read if they bear the user's mark.
What is missing, refused or failed is never kept.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.cache import store as files
from tflint_sagemaker.cache.directory import RESPONSES
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

LIFETIME = 300.0
FORMAT = "1"
_TIME = "$time"


@dataclass(frozen=True, slots=True)
class ResponseStore:
    """Answers by the hash of who asked what."""

    pages: files.Store
    clock: Callable[[], float] = field(default=time.time)

    @classmethod
    def beside(cls, store: files.Store) -> ResponseStore:
        """Answers that are kept where a store keeps what has been computed; old ones go."""
        kept = cls(files.Store(store.directory / RESPONSES, store.key))
        kept.prune()
        return kept

    def read(self, question: list[str]) -> Any | None:
        """The answer, None if there is none that is young enough."""
        kept = self.pages.read_record(files.hash_texts(FORMAT, *question))
        if kept is None or not 0 <= self.clock() - kept["at"] < LIFETIME:
            return None
        return json.loads(kept["answer"], object_hook=_decode_value)

    def write(self, question: list[str], answer: Any) -> None:
        """Keep an answer; what is not plain data is not kept."""
        with suppress(TypeError, ValueError):
            text = json.dumps(answer, default=_encode_value)
            page = {"at": self.clock(), "answer": text}
            self.pages.write_record(files.hash_texts(FORMAT, *question), page)

    def prune(self) -> None:
        """Take away what is too old."""
        with suppress(OSError):
            for path in list(self.pages.directory.iterdir()):
                with suppress(OSError):
                    if self.clock() - path.stat().st_mtime > LIFETIME:
                        path.unlink()


def _encode_value(value: object) -> Any:
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    raise TypeError


def _decode_value(found: dict[str, Any]) -> Any:
    return datetime.fromisoformat(found[_TIME]) if set(found) == {_TIME} else found
