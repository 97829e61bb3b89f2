"""The effective settings, each with its origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.layers import Setting
from tflint_sagemaker.config.resolver import merge_layers, select_rules
from tflint_sagemaker.config.settings import FORMATS, TIMEOUT
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.registry import DEFAULT_GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tflint_sagemaker.config.layers import Layer
    from tflint_sagemaker.config.resolver import ConfigResolver
    from tflint_sagemaker.rule.definition import RuleInfo

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


def resolve_settings(
    resolver: ConfigResolver, directory: Path, file: Path | None, rules: Sequence[RuleInfo]
) -> dict[tuple[str, ...], Setting]:
    """Return the effective settings of a module, or of one of its files.

    A list that several layers add to has all their origins. Raises ConfigError, RegistryError.
    """
    layers = resolver.list_layers(directory, file)
    found: dict[tuple[str, ...], Setting] = {
        (key,): Setting(value, "default") for key, value in DEFAULTS.items()
    }
    found.update(merge_layers(layers))
    for name in ("extend-select", "ignore"):
        found[(name,)] = _collect_added(name, layers)
    config = resolver.load_config(directory)
    if config is not None and config.excludes:
        globs = [setting for setting, _ in config.excludes]
        found[("exclude",)] = _combine(globs, [setting.value for setting in globs])
    codes = select_rules(layers, rules)
    running = sum(rule.code in codes and not rule.live for rule in rules)
    found[("rules",)] = Setting(None, f"{running} of {len(rules)} run")
    return found


def _collect_added(name: str, layers: Sequence[Layer]) -> Setting:
    """Return a list with the words that all layers since the last `select` add."""
    given: list[Setting] = []
    for layer in layers:
        if ("select",) in layer.values:
            given = []
        if (name,) in layer.values:
            given.append(layer.values[(name,)])
    return _combine(given, [word for setting in given for word in setting.value])


def _combine(given: Sequence[Setting], value: list[Any]) -> Setting:
    origins = dict.fromkeys(setting.origin for setting in given)
    return Setting(value, ", ".join(origins) or "default")
