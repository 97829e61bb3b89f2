"""The command line; the only package that imports click."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tflint_sagemaker import memo


def main() -> None:
    """Run, or say what the same run has said before; leave with the exit status."""
    sys.exit(_status(sys.argv[1:]))


def _status(arguments: list[str]) -> int:
    from tflint_sagemaker.memo import opened

    store = opened(arguments, os.environ)
    if store is None or "--watch" in arguments:
        return _run(arguments, store)
    from tflint_sagemaker.cli import replay

    name = replay.name_of(arguments)
    status = replay.replayed(store, name)
    if status is None:
        status = replay.recorded(store, name, lambda: _run(arguments, store))
    return status


def _run(arguments: list[str], store: memo.Store | None) -> int:
    from tflint_sagemaker.cli.program import run
    from tflint_sagemaker.memo import using

    with using(store):
        return run(arguments)
