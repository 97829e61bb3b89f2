"""From targets to configurations: the modules that no other target calls, and what those call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker import subjects
from tflint_sagemaker.sagemaker.provider import AWS, schemas
from tflint_sagemaker.sagemaker.provider_settings import PROVIDER, assume_region
from tflint_sagemaker.terraform.configuration import Configuration
from tflint_sagemaker.terraform.module import Inputs, read_module
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.terraform.module import Module

    Lookup = Callable[[Path], Settings]


def load_root_modules(
    targets: Sequence[Target],
    settings: Settings | Lookup,
    overlay: Mapping[Path, str] | None = None,
) -> tuple[list[Configuration], Mapping[Path, Module]]:
    """The configurations of the targets that no other target calls.

    Also the modules that have been loaded, to which evaluation adds.
    """
    lookup = settings if callable(settings) else lambda _: settings
    told = {directory: lookup(directory) for directory in _directories(targets)}
    modules: dict[Path, Module] = {}

    def load_module(directory: Path) -> Module:
        if directory not in modules:
            modules[directory] = read_module(directory, display_path, overlay)
        return modules[directory]

    def configure(root: Module, inputs: Inputs) -> Configuration:
        return Configuration(root, inputs, schemas(), load_module, data_sources=subjects.DATA)

    configurations = {
        directory: configure(load_module(directory), _inputs(one))
        for directory, one in told.items()
    }
    return _roots(configurations), modules


def _directories(targets: Sequence[Target]) -> Iterator[Path]:
    """Without links, as module calls are resolved: a module is one, however it is reached."""
    return (target.directory.resolve() for target in targets)


def _inputs(settings: Settings) -> Inputs:
    """What of the settings Terraform would be told."""
    region = None
    if settings.region is not None:
        region = assume_region(settings.region, settings.region_at)
    return Inputs(
        environment=settings.environment,
        configured=settings.configured,
        var_files=settings.var_files,
        variables=tuple(settings.variables.items()),
        workspace=settings.workspace,
        provider_versions={AWS: settings.provider_version} if settings.provider_version else {},
        provider_defaults={} if region is None else {PROVIDER: {"region": region}},
    )


def _roots(configurations: dict[Path, Configuration]) -> list[Configuration]:
    """The configurations that none of the others calls, and one of each circle."""
    called = {
        directory
        for root, configuration in configurations.items()
        for directory in configuration.modules
        if directory != root
    }
    roots = [found for root, found in configurations.items() if root not in called]
    reached = {directory for root in roots for directory in root.modules}
    for directory, configuration in configurations.items():
        if directory not in reached:
            roots.append(configuration)
            reached.update(configuration.modules)
    return roots
