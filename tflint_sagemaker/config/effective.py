"""Every setting as it holds, with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.layers import Setting
from tflint_sagemaker.config.lookup import chosen, merged
from tflint_sagemaker.config.settings import FORMATS, TIMEOUT
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.registry import DEFAULT_GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tflint_sagemaker.config.layers import Layer
    from tflint_sagemaker.config.lookup import Lookup
    from tflint_sagemaker.rule.definition import Rule

DEFAULTS: dict[str, Any] = {
    "select": sorted(DEFAULT_GROUPS),
    "extend-select": [],
    "ignore": [],
    "exclude": [],
    "fail-on": Severity.WARNING.value,
    "min-severity": Severity.NOTICE.value,
    "format": FORMATS[0],
    "region": None,
    "provider-version": None,
    "profile": None,
    "assume-role": None,
    "live-timeout": TIMEOUT,
    "var-files": [],
}


def effective(
    lookup: Lookup, directory: Path, file: Path | None, rules: Sequence[Rule]
) -> dict[tuple[str, ...], Setting]:
    """The settings of a module, or of what is declared in one of its files.

    Lists that several layers add to have all their origins. Raises ConfigError, RegistryError.
    """
    layers = lookup.layers(directory, file)
    found: dict[tuple[str, ...], Setting] = {
        (key,): Setting(value, "default") for key, value in DEFAULTS.items()
    }
    found.update(merged(layers))
    for name in ("extend-select", "ignore"):
        found[(name,)] = _added(name, layers)
    config = lookup.config(directory)
    if config is not None and config.excludes:
        globs = [setting for setting, _ in config.excludes]
        found[("exclude",)] = _together(globs, [setting.value for setting in globs])
    codes = chosen(layers, rules)
    running = sum(rule.code in codes and not rule.live for rule in rules)
    found[("rules",)] = Setting(None, f"{running} of {len(rules)} run")
    return found


def _added(name: str, layers: Sequence[Layer]) -> Setting:
    """What all layers since the last selection add to a list."""
    told: list[Setting] = []
    for layer in layers:
        if ("select",) in layer.values:
            told = []
        if (name,) in layer.values:
            told.append(layer.values[(name,)])
    return _together(told, [word for setting in told for word in setting.value])


def _together(told: Sequence[Setting], value: list[Any]) -> Setting:
    origins = dict.fromkeys(setting.origin for setting in told)
    return Setting(value, ", ".join(origins) or "default")
