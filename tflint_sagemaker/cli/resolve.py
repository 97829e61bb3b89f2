"""`tflint-sagemaker resolve`: the evaluated models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import cache_options, options, output, targets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tflint_sagemaker.config import ConfigResolver
    from tflint_sagemaker.discovery.modules import Discovery
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.planned_instance import PlannedInstance


@click.command("resolve")
@options.paths
@options.add_output_format("text", "json")
@options.add_inputs
@cache_options.add_cache_options
@options.color
def command(
    *,
    paths: tuple[Path, ...],
    form: str,
    color: str,
    **_options: object,
) -> int:
    """Show every evaluated model under each PATH (default: the working directory).

    For each instance: its values, which are unknown and why, and the origin of each value. A called
    module is shown only under the addresses of its callers. Secrets are not shown.
    """
    resolver = options.make_resolver()
    found = targets.find(paths, resolver)
    configurations = _load(found, resolver)
    planned = [instance for root in configurations for instance in _list_planned(root)]
    _show(planned, form, color)
    messages = [f"{error.span}: error: {error.message}" for error in found.errors]
    unreadable = bool(messages)
    for root in configurations:
        unreadable = unreadable or bool(root.errors)
        messages += [f"{error.span}: error: {error.message}" for error in root.errors]
        messages += [f"{fault.span}: error: {fault.message}" for fault in root.diagnostics]
    if messages:
        output.write_message("\n".join(dict.fromkeys(messages)))
    return 2 if unreadable else 0


def _load(found: Discovery, resolver: ConfigResolver) -> list[Configuration]:
    """Return the configurations under the paths. The engine is imported only if there are any."""
    if not found.targets:
        return []
    from tflint_sagemaker.engine.root_modules import load_root_modules

    return load_root_modules(found.targets, resolver.resolve)[0]


def _list_planned(configuration: Configuration) -> Iterator[PlannedInstance]:
    from tflint_sagemaker.sagemaker.plan_json import plan_models

    yield from plan_models(configuration)


def _show(instances: list[PlannedInstance], form: str, color: str) -> None:
    if form == "text" and not instances:
        output.write_message("no SageMaker models")
        return
    from tflint_sagemaker.report import resolved

    if form == "json":
        output.write_result(resolved.render_json(instances))
    else:
        output.write_result(resolved.render_text(instances, colour=output.is_colour_enabled(color)))
