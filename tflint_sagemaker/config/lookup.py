"""The settings that hold for a module: one lookup for every face."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.files import glimpse, nearest
from tflint_sagemaker.config.layers import Layer, Setting
from tflint_sagemaker.config.settings import FORMATS, NEVER, Settings
from tflint_sagemaker.discovery.modules import shown
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.config.load import Config
    from tflint_sagemaker.config.settings import Exemption
    from tflint_sagemaker.rule.definition import Rule

RULE_KEYS = ("severity", "enabled")
NO_LAYER = Layer()


class Lookup:
    """Finds configuration files, reads each once, and lays what the run is told over them.

    `told` is what the command line and the shell say, `base` what is no matter of files. With
    `file`, that file holds for all directories; when `isolated`, none does. Directories are
    absolute and without links. All that asks for settings may raise ConfigError, or RegistryError
    if the command line names a rule that is not there.
    """

    def __init__(
        self,
        told: Layer = NO_LAYER,
        base: Settings | None = None,
        *,
        file: Path | None = None,
        isolated: bool = False,
    ) -> None:
        self._told = told
        self._base = base or Settings()
        self._file = file
        self._isolated = isolated
        self._nearest: dict[Path, Path | None] = {}
        self._configs: dict[Path, Config] = {}
        self._settings: dict[tuple[Path | None, tuple[int, ...]], Settings] = {}
        self._scoped: dict[Path, Settings] = {}

    def path(self, directory: Path) -> Path | None:
        """The file that holds for a directory, None if there is none."""
        if self._file is not None or self._isolated:
            return self._file
        return nearest(directory, self._nearest)

    def config(self, directory: Path) -> Config | None:
        """The configuration that holds for a directory."""
        path = self.path(directory)
        if path is None:
            return None
        if path not in self._configs:
            from tflint_sagemaker.config.load import load

            self._configs[path] = load(path, shown)
        return self._configs[path]

    def settings(self, directory: Path) -> Settings:
        """The settings of the module in a directory."""
        config = self.config(directory)
        settings = self._of(config, ())
        if config is None or not config.overrides:
            return settings

        def elsewhere(path: Path) -> Settings:
            name = path.as_posix()
            covering = (n for n, one in enumerate(config.overrides) if one.covers(name))
            return self._of(config, tuple(covering))

        return self._scoped.setdefault(config.path, replace(settings, elsewhere=elsewhere))

    def form(self, directory: Path) -> str:
        """The format of a report on nothing: no file is checked for that, nor are faults told."""
        told = self._told.values.get(("format",))
        path = self.path(directory)
        written = glimpse(path, "format") if path is not None else None
        return told.value if told else written if written in FORMATS else self._base.form

    def layers(self, directory: Path, file: Path | None = None) -> tuple[Layer, ...]:
        """What is told for a directory, or a file in it; later layers count more."""
        config = self.config(directory)
        if config is None:
            return (self._told,)
        name = file.as_posix() if file is not None else ""
        scoped = (one.layer for one in config.overrides if file is not None and one.covers(name))
        return (*config.layers, *scoped, self._told)

    def ended(self, directory: Path) -> tuple[Exemption, ...]:
        """The suppressions whose last day is over."""
        config = self.config(directory)
        if config is None:
            return ()
        return tuple(one for one in config.exemptions if not self._holds(one))

    def _holds(self, exemption: Exemption) -> bool:
        today = self._base.today
        return exemption.until is None or today is None or today <= exemption.until

    def _of(self, config: Config | None, covering: tuple[int, ...]) -> Settings:
        key = (config.path if config else None, covering)
        if key not in self._settings:
            layers = (*config.layers,) if config else ()
            scoped = tuple(config.overrides[number].layer for number in covering) if config else ()
            made = _settings((*layers, *scoped), self._told, self._base)
            if config is not None:
                made = replace(
                    made,
                    exemptions=tuple(filter(self._holds, config.exemptions)),
                    excluded=tuple(pattern for _, pattern in config.excludes),
                )
            self._settings[key] = made
        return self._settings[key]


def merged(layers: Iterable[Layer]) -> dict[Any, Setting]:
    """Each setting as the last layer with a say has it."""
    return {key: setting for layer in layers for key, setting in layer.values.items()}


def _settings(layers: Sequence[Layer], told: Layer, base: Settings) -> Settings:
    every = merged([*layers, told])
    known = {key[0]: setting.value for key, setting in every.items() if len(key) == 1}
    region = every.get(("region",))
    fail_on = known.get("fail-on", Severity.WARNING.value)
    settings = replace(
        base,
        variables=_variables(told),
        var_files=tuple(told.values[("var-files",)].value) if ("var-files",) in told.values else (),
        configured=_configured(layers, told),
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
    if not any(_selects(key) for key in every):
        return settings
    from tflint_sagemaker.rule import registry

    codes = chosen([*layers, told], registry.rules())
    asking = {rule.code for rule in registry.rules() if rule.live}
    return replace(
        settings,
        select=tuple(sorted(codes)),
        ignore=tuple(sorted(asking - codes)) if codes else ("ALL",),
        parameters=_parameters(every),
        severities={
            key[1]: Severity(setting.value)
            for key, setting in every.items()
            if key[0] == "rules" and key[2] == "severity"
        },
    )


def _selects(key: tuple[Any, ...]) -> bool:
    return key[0] in ("select", "extend-select", "ignore", "rules")


def chosen(layers: Iterable[Layer], rules: Sequence[Rule]) -> set[str]:
    """The codes of the rules that run. Each layer adds to, takes from or replaces those before.

    Within a layer: `select`, `extend-select` and opt-in rules that are told a parameter, `ignore`,
    then what is said of a single rule. Rules that ask AWS run if the run is live, all of them
    unless some are selected. Raises RegistryError.
    """
    from tflint_sagemaker.rule import registry

    optional = {rule.code for rule in rules if rule.group not in registry.DEFAULT_GROUPS}
    asking = {rule.code for rule in rules if rule.live}
    codes = {rule.code for rule in rules} - optional | asking

    def named(layer: Layer, key: str) -> set[str]:
        setting = layer.values.get((key,))
        words = setting.value if setting else ()
        return {rule.code for word in words for rule in registry.named(word, rules)}

    for layer in layers:
        if ("select",) in layer.values:
            codes = named(layer, "select")
            codes |= set() if codes & asking else asking
        codes |= named(layer, "extend-select")
        codes |= optional & set(_parameters(layer.values))
        codes -= named(layer, "ignore")
        for key, setting in layer.values.items():
            if key[0] == "rules" and key[2] == "enabled":
                codes = codes | {str(key[1])} if setting.value else codes - {str(key[1])}
    return codes


def _parameters(values: Mapping[Any, Setting]) -> dict[str, dict[str, Any]]:
    """The parameters that are told, by the code of the rule."""
    found: dict[str, dict[str, Any]] = {}
    for key, setting in values.items():
        if key[0] == "rules" and key[2] not in RULE_KEYS:
            found.setdefault(key[1], {})[key[2]] = setting.value
    return found


def _variables(layer: Layer) -> dict[str, str]:
    return {
        str(key[1]): setting.value for key, setting in layer.values.items() if key[0] == "variables"
    }


def _configured(layers: Sequence[Layer], told: Layer) -> tuple[Path | tuple[str, str, str], ...]:
    """Values from files: those of `var-files`, unless the command line has its own, go first."""
    known = merged(layers)
    files = known.get(("var-files",)) if ("var-files",) not in told.values else None
    return (
        *(files.value if files else ()),
        *(
            (str(key[1]), setting.value, setting.origin)
            for key, setting in known.items()
            if key[0] == "variables"
        ),
    )
