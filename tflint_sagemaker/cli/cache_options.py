"""The options of the store, and the store as they and the environment have it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.cli.options import combine

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = TypeVar("Command", bound=Callable[..., Any])

STORE = "tflint_sagemaker.store"


def _told_of_the_store(context: click.Context, option: click.Parameter, given: Any) -> None:
    """Note what is said of the store: no command takes it, and live checks want to know."""
    if given:
        word = option.opts[0]
        context.meta.setdefault(STORE, []).append(word if given is True else f"{word}={given}")


_CACHE = (
    click.option(
        "--cache-dir",
        type=click.Path(file_okay=False),
        expose_value=False,
        callback=_told_of_the_store,
        metavar="DIRECTORY",
        help="Where what has been computed is remembered (TFLINT_SAGEMAKER_CACHE_DIR).",
    ),
    click.option(
        "--no-cache",
        is_flag=True,
        expose_value=False,
        callback=_told_of_the_store,
        help="Compute everything anew, and remember nothing (TFLINT_SAGEMAKER_NO_CACHE).",
    ),
)


def cache(command: Command) -> Command:
    """Add the options of the store. They are heeded before click is imported, by `memo.place`."""
    return combine(_CACHE)(command)


def store() -> memo.Store | None:
    """The user's store, as the command line and the environment have it."""
    return memo.opened(click.get_current_context().meta.get(STORE, []), os.environ)
