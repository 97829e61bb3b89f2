"""`tflint-sagemaker resolve`: what the models come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import cache_options, options, targets, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tflint_sagemaker.config import ConfigResolver
    from tflint_sagemaker.discovery.modules import Discovery
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.planned_instance import PlannedInstance


@click.command("resolve")
@options.paths
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How instances are shown.",
)
@options.inputs
@cache_options.cache
@options.color
def command(
    *,
    paths: tuple[Path, ...],
    form: str,
    color: str,
    **_told: object,
) -> int:
    """Show every model that the modules under each PATH come to (default: the working directory).

    For each instance: its values, what is unknown and why, and the way that each value took. A
    module that another one calls is shown under the caller's addresses only. Secrets are not shown.
    """
    resolver = options.lookup()
    found = targets.find(paths, resolver)
    configurations = _load(found, resolver)
    planned = [instance for root in configurations for instance in _planned(root)]
    _show(planned, form, color)
    messages = [f"{error.span}: error: {error.message}" for error in found.errors]
    unreadable = bool(messages)
    for root in configurations:
        unreadable = unreadable or bool(root.errors)
        messages += [f"{error.span}: error: {error.message}" for error in root.errors]
        messages += [f"{fault.span}: error: {fault.message}" for fault in root.diagnostics]
    if messages:
        terminal.message("\n".join(dict.fromkeys(messages)))
    return 2 if unreadable else 0


def _load(found: Discovery, resolver: ConfigResolver) -> list[Configuration]:
    """The configurations under the paths; the engine is imported only if there are any."""
    if not found.targets:
        return []
    from tflint_sagemaker.engine.root_modules import load_root_modules

    return load_root_modules(found.targets, resolver.resolve)[0]


def _planned(configuration: Configuration) -> Iterator[PlannedInstance]:
    from tflint_sagemaker.sagemaker.plan_json import planned_models

    yield from planned_models(configuration)


def _show(instances: list[PlannedInstance], form: str, color: str) -> None:
    if form == "text" and not instances:
        terminal.message("no SageMaker models")
        return
    from tflint_sagemaker.report import resolved

    if form == "json":
        terminal.result(resolved.as_json(instances))
    else:
        terminal.result(resolved.as_text(instances, colour=terminal.colour(color)))
