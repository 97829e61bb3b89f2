"""The options that choose the cache of a command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tflint_sagemaker.cache.active import activate
from tflint_sagemaker.cache.directory import open_store
from tflint_sagemaker.cli.options import combine

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = TypeVar("Command", bound=Callable[..., Any])


def _use_directory(context: click.Context, _option: click.Parameter, given: str | None) -> None:
    if given is not None and not context.resilient_parsing:
        context.with_resource(activate(open_store(given, os.environ)))


def _disable(context: click.Context, _option: click.Parameter, given: bool) -> None:  # noqa: FBT001
    if given and not context.resilient_parsing:
        context.with_resource(activate(None))


_OPTIONS = (
    click.option(
        "--cache-dir",
        type=click.Path(file_okay=False),
        is_eager=True,
        expose_value=False,
        callback=_use_directory,
        metavar="DIRECTORY",
        help="Cache directory (TFLINT_SAGEMAKER_CACHE_DIR).",
    ),
    click.option(
        "--no-cache",
        is_flag=True,
        expose_value=False,
        callback=_disable,  # it is not eager, so it takes effect after --cache-dir
        help="Disable the cache (TFLINT_SAGEMAKER_NO_CACHE).",
    ),
)


def add_cache_options(command: Command) -> Command:
    """Add the options that choose the cache; they take effect while the command runs."""
    return combine(_OPTIONS)(command)
