"""Loading of root modules: the targets that no other target calls, with all that they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker import subjects
from tflint_sagemaker.sagemaker.provider import AWS, load_schemas
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

    FindSettings = Callable[[Path], Settings]


def load_root_modules(
    targets: Sequence[Target],
    settings: Settings | FindSettings,
    overlay: Mapping[Path, str] | None = None,
) -> tuple[list[Configuration], Mapping[Path, Module]]:
    """Return the configurations of the targets that no other target calls.

    Also return the modules that are loaded, by directory; evaluation adds to them.
    """
    find_settings = settings if callable(settings) else lambda _: settings
    settings_by_root = {root: find_settings(root) for root in _resolve_directories(targets)}
    modules: dict[Path, Module] = {}

    def load_module(directory: Path) -> Module:
        if directory not in modules:
            modules[directory] = read_module(directory, display_path, overlay)
        return modules[directory]

    configurations = {
        root: Configuration(
            load_module(root),
            _make_inputs(one),
            load_schemas(),
            load_module,
            data_sources=subjects.DATA,
        )
        for root, one in settings_by_root.items()
    }
    return _find_roots(configurations), modules


def _resolve_directories(targets: Sequence[Target]) -> Iterator[Path]:
    """Yield the directories without links, so that a module has one path, as module calls do."""
    return (target.directory.resolve() for target in targets)


def _make_inputs(settings: Settings) -> Inputs:
    """Return the settings that are inputs of Terraform."""
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


def _find_roots(configurations: dict[Path, Configuration]) -> list[Configuration]:
    """Return the configurations that no other one calls, and one of each cycle of calls."""
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
