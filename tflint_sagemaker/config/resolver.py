"""Resolves the settings of a module from configuration files and the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.files import find_nearest, read_key
from tflint_sagemaker.config.layers import Layer, Setting
from tflint_sagemaker.config.settings import FORMATS, NEVER, Settings
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.config.load import Config
    from tflint_sagemaker.config.settings import Exemption
    from tflint_sagemaker.rule.definition import RuleInfo

RULE_KEYS = ("severity", "enabled")
NO_LAYER = Layer()


class ConfigResolver:
    """Finds configuration files, reads each once, and applies the command line over them.

    `overrides` has the settings of the command line and the environment, `base` those that no file
    can set. With `file`, that file applies to all directories; when `isolated`, no file does.
    Directories are absolute and resolved. The methods raise ConfigError, or RegistryError if the
    command line names an unknown rule.
    """

    def __init__(
        self,
        overrides: Layer = NO_LAYER,
        base: Settings | None = None,
        *,
        file: Path | None = None,
        isolated: bool = False,
    ) -> None:
        self._overrides = overrides
        self._base = base or Settings()
        self._file = file
        self._isolated = isolated
        self._nearest: dict[Path, Path | None] = {}
        self._configs: dict[Path, Config] = {}
        self._settings: dict[tuple[Path | None, tuple[int, ...]], Settings] = {}
        self._scoped: dict[Path, Settings] = {}

    def find_file(self, directory: Path) -> Path | None:
        """Return the configuration file of a directory, None if there is none."""
        if self._file is not None or self._isolated:
            return self._file
        return find_nearest(directory, self._nearest)

    def load_config(self, directory: Path) -> Config | None:
        """Return the loaded configuration of a directory, None if there is none."""
        path = self.find_file(directory)
        if path is None:
            return None
        if path not in self._configs:
            from tflint_sagemaker.config.load import load

            self._configs[path] = load(path, display_path)
        return self._configs[path]

    def resolve(self, directory: Path) -> Settings:
        """Return the settings of the module in a directory."""
        config = self.load_config(directory)
        settings = self._resolve(config, ())
        if config is None or not config.overrides:
            return settings

        def resolve_for_file(path: Path) -> Settings:
            name = path.as_posix()
            covering = (n for n, one in enumerate(config.overrides) if one.is_for(name))
            return self._resolve(config, tuple(covering))

        return self._scoped.setdefault(config.path, replace(settings, for_file=resolve_for_file))

    def choose_format(self, directory: Path) -> str:
        """Return the format for a run without models. The configuration file is not validated."""
        overrides = self._overrides.values.get(("format",))
        path = self.find_file(directory)
        written = read_key(path, "format") if path is not None else None
        return overrides.value if overrides else written if written in FORMATS else self._base.form

    def list_layers(self, directory: Path, file: Path | None = None) -> tuple[Layer, ...]:
        """Return the layers for a directory, or a file in it; later layers win."""
        config = self.load_config(directory)
        if config is None:
            return (self._overrides,)
        name = file.as_posix() if file is not None else ""
        scoped = (one.layer for one in config.overrides if file is not None and one.is_for(name))
        return (*config.layers, *scoped, self._overrides)

    def find_expired(self, directory: Path) -> tuple[Exemption, ...]:
        """Return the suppressions whose last day is past."""
        config = self.load_config(directory)
        if config is None:
            return ()
        return tuple(one for one in config.exemptions if not self._is_current(one))

    def _is_current(self, exemption: Exemption) -> bool:
        today = self._base.today
        return exemption.until is None or today is None or today <= exemption.until

    def _resolve(self, config: Config | None, covering: tuple[int, ...]) -> Settings:
        key = (config.path if config else None, covering)
        if key not in self._settings:
            layers = (*config.layers,) if config else ()
            scoped = tuple(config.overrides[number].layer for number in covering) if config else ()
            made = _build_settings((*layers, *scoped), self._overrides, self._base)
            if config is not None:
                made = replace(
                    made,
                    exemptions=tuple(filter(self._is_current, config.exemptions)),
                    excluded=tuple(pattern for _, pattern in config.excludes),
                )
            self._settings[key] = made
        return self._settings[key]


def merge_layers(layers: Iterable[Layer]) -> dict[Any, Setting]:
    """Return each setting from the last layer that has it."""
    return {key: setting for layer in layers for key, setting in layer.values.items()}


def _build_settings(layers: Sequence[Layer], overrides: Layer, base: Settings) -> Settings:
    every = merge_layers([*layers, overrides])
    known = {key[0]: setting.value for key, setting in every.items() if len(key) == 1}
    region = every.get(("region",))
    fail_on = known.get("fail-on", Severity.WARNING.value)
    settings = replace(
        base,
        variables=_collect_variables(overrides),
        var_files=tuple(overrides.values[("var-files",)].value)
        if ("var-files",) in overrides.values
        else (),
        configured=_collect_configured_values(layers, overrides),
        region=region.value if region else None,
        region_at=region.at if region else None,
        provider_version=known.get("provider-version", base.provider_version),
        fail_on=None if fail_on == NEVER else Severity(fail_on),
        min_severity=Severity(known.get("min-severity", Severity.NOTICE.value)),
        form=known.get("format", base.form),
        profile=known.get("profile", base.profile),
        assume_role=known.get("assume-role", base.assume_role),
        live_timeout=known.get("live-timeout", base.live_timeout),
    )
    if not any(_is_selection(key) for key in every):
        return settings
    from tflint_sagemaker.rule import registry

    codes = select_rules([*layers, overrides], registry.rules())
    live = {rule.code for rule in registry.rules() if rule.live}
    return replace(
        settings,
        select=tuple(sorted(codes)),
        ignore=tuple(sorted(live - codes)) if codes else ("ALL",),
        parameters=_collect_parameters(every),
        severities={
            key[1]: Severity(setting.value)
            for key, setting in every.items()
            if key[0] == "rules" and key[2] == "severity"
        },
    )


def _is_selection(key: tuple[Any, ...]) -> bool:
    return key[0] in ("select", "extend-select", "ignore", "rules")


def select_rules(layers: Iterable[Layer], rules: Sequence[RuleInfo]) -> set[str]:
    """Return the codes of the rules that run. Each layer adds to, removes from or replaces them.

    Order within a layer: `select`; `extend-select` and opt-in rules with a parameter; `ignore`;
    then `enabled` of single rules. Live rules run if the run is live: all of them, unless some are
    selected. Raises RegistryError.
    """
    from tflint_sagemaker.rule import registry

    optional = {rule.code for rule in rules if rule.group not in registry.DEFAULT_GROUPS}
    live = {rule.code for rule in rules if rule.live}
    codes = {rule.code for rule in rules} - optional | live

    def find_codes(layer: Layer, key: str) -> set[str]:
        setting = layer.values.get((key,))
        words = setting.value if setting else ()
        return {rule.code for word in words for rule in registry.named(word, rules)}

    for layer in layers:
        if ("select",) in layer.values:
            codes = find_codes(layer, "select")
            codes |= set() if codes & live else live
        codes |= find_codes(layer, "extend-select")
        codes |= optional & set(_collect_parameters(layer.values))
        codes -= find_codes(layer, "ignore")
        for key, setting in layer.values.items():
            if key[0] == "rules" and key[2] == "enabled":
                codes = codes | {str(key[1])} if setting.value else codes - {str(key[1])}
    return codes


def _collect_parameters(values: Mapping[Any, Setting]) -> dict[str, dict[str, Any]]:
    """Return the given parameters, by the code of the rule."""
    found: dict[str, dict[str, Any]] = {}
    for key, setting in values.items():
        if key[0] == "rules" and key[2] not in RULE_KEYS:
            found.setdefault(key[1], {})[key[2]] = setting.value
    return found


def _collect_variables(layer: Layer) -> dict[str, str]:
    return {
        str(key[1]): setting.value for key, setting in layer.values.items() if key[0] == "variables"
    }


def _collect_configured_values(
    layers: Sequence[Layer], overrides: Layer
) -> tuple[Path | tuple[str, str, str], ...]:
    """Return the values of variables from configuration files.

    The `var-files` come first; if the command line has var files, it replaces them.
    """
    known = merge_layers(layers)
    files = known.get(("var-files",)) if ("var-files",) not in overrides.values else None
    return (
        *(files.value if files else ()),
        *(
            (str(key[1]), setting.value, setting.origin)
            for key, setting in known.items()
            if key[0] == "variables"
        ),
    )
