"""From configuration files to layers of settings: what is extended first, then what extends it."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.document import ConfigError, Document, read
from tflint_sagemaker.config.glob import address_pattern, path_pattern
from tflint_sagemaker.config.layers import Layer, Setting
from tflint_sagemaker.config.schema import parameter_key, schema
from tflint_sagemaker.config.settings import Exemption
from tflint_sagemaker.config.validate import faults, plain
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.rule import registry
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tflint_sagemaker.config.toml_positions import Key
    from tflint_sagemaker.rule.definition import Rule

# Keys whose value is used as it stands.
SIMPLE = (
    "select",
    "extend-select",
    "ignore",
    "fail-on",
    "min-severity",
    "format",
    "region",
    "provider-version",
    "profile",
    "assume-role",
    "live-timeout",
)


@dataclass(frozen=True, slots=True)
class Override:
    """What is different for resources that are declared in certain files."""

    paths: tuple[re.Pattern[str], ...]
    layer: Layer

    def covers(self, path: str) -> bool:
        """Whether an absolute path, with forward slashes, is one of them."""
        return any(pattern.fullmatch(path) for pattern in self.paths)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file with all that it extends. Later layers and overrides count more."""

    path: Path
    files: tuple[Path, ...]
    layers: tuple[Layer, ...]
    overrides: tuple[Override, ...]
    exemptions: tuple[Exemption, ...]
    excludes: tuple[tuple[Setting, re.Pattern[str]], ...]


def load(path: Path, shown: Callable[[Path], str], rules: Sequence[Rule] | None = None) -> Config:
    """Read a configuration file and those that it extends. Raises ConfigError."""
    rules = registry.rules() if rules is None else rules
    return _Loader(shown, rules, schema(rules)).load(path, ())


@dataclass(frozen=True, slots=True)
class _Loader:
    shown: Callable[[Path], str]
    rules: Sequence[Rule]
    schema: Mapping[str, Any]

    def load(self, path: Path, above: tuple[Path, ...]) -> Config:
        """The configuration of a file that those above extend."""
        document = read(path, self.shown)
        found = faults(document, self.schema)
        if not found:
            found = [*self._twice(document), *_missing(document, above)]
        if found:
            raise ConfigError(found)
        base = path.parent
        bases = [
            self.load(_resolved(base, name), (*above, path)) for _, name in _extended(document)
        ]
        return Config(
            path=path,
            files=(*(file for config in bases for file in config.files), path),
            layers=(
                *(layer for config in bases for layer in config.layers),
                Layer(dict(self._settings(document, ()))),
            ),
            overrides=(
                *(one for config in bases for one in config.overrides),
                *self._overrides(document),
            ),
            exemptions=(
                *(one for config in bases for one in config.exemptions),
                *self._exemptions(document),
            ),
            excludes=(
                *(one for config in bases for one in config.excludes),
                *(
                    (_setting(document, ("exclude", number), glob), path_pattern(base, glob))
                    for number, glob in enumerate(document.data.get("exclude", ()))
                ),
            ),
        )

    def _settings(self, document: Document, path: Key) -> Iterator[tuple[Key, Setting]]:
        """The settings in the table at a path, under the keys of layers."""
        table = document.data
        for step in path:
            table = table[step]  # type: ignore[index]  # a list has numbers for keys
        for key in SIMPLE:
            if key in table:
                yield (key,), _setting(document, (*path, key), table[key])
        if "var-files" in table:
            files = [_resolved(document.path.parent, name) for name in table["var-files"]]
            yield ("var-files",), _setting(document, (*path, "var-files"), files)
        for name, value in table.get("variables", {}).items():
            setting = _setting(document, (*path, "variables", name), as_text(value))
            yield ("variables", name), setting
        for called, told in table.get("rules", {}).items():
            rule = self._rule(called)
            keys = {parameter_key(name): name for name in rule.parameters}
            for key, value in told.items():
                where = (*path, "rules", called, key)
                setting = _setting(document, where, plain(value))
                yield ("rules", rule.code, keys.get(key, key)), setting

    def _overrides(self, document: Document) -> Iterator[Override]:
        base = document.path.parent
        for number, table in enumerate(document.data.get("overrides", ())):
            layer = Layer(dict(self._settings(document, ("overrides", number))))
            yield Override(tuple(path_pattern(base, glob) for glob in table["paths"]), layer)

    def _exemptions(self, document: Document) -> Iterator[Exemption]:
        for number, table in enumerate(document.data.get("suppressions", ())):
            until = table.get("until")
            codes = {
                rule.code for word in table["rules"] for rule in registry.named(word, self.rules)
            }
            yield Exemption(
                rules=frozenset(codes),
                reason=table["reason"],
                at=document.at(("suppressions", number)),
                address=address_pattern(table["address"]) if "address" in table else None,
                path=(
                    path_pattern(document.path.parent, table["path"]) if "path" in table else None
                ),
                until=date.fromisoformat(str(until)) if until else None,
            )

    def _rule(self, called: str) -> Rule:
        return next(rule for rule in self.rules if called in registry.names(rule))

    def _twice(self, document: Document) -> Iterator[InputError]:
        """Rules that are told something under two of their names."""
        ways: list[Key] = [("rules",)]
        ways += [
            ("overrides", number, "rules")
            for number, _ in enumerate(document.data.get("overrides", ()))
        ]
        for way in ways:
            table: Any = document.data
            for step in way:
                table = table[step] if isinstance(step, int) else table.get(step, {})
            seen: dict[str, str] = {}
            for called in table:
                code = self._rule(called).code
                if code in seen:
                    message = f"`{called}` is the rule that `{seen[code]}` is already about"
                    yield InputError(message, document.named((*way, called)), "keep one of them")
                seen.setdefault(code, called)


def _extended(document: Document) -> list[tuple[Key, str]]:
    """The files that a document extends, with the place of each name."""
    extends = document.data.get("extends", [])
    if isinstance(extends, str):
        return [(("extends",), extends)]
    return [(("extends", number), name) for number, name in enumerate(extends)]


def _missing(document: Document, above: tuple[Path, ...]) -> Iterator[InputError]:
    """Files that are named and not there, or that would be extended for ever."""
    base = document.path.parent
    for key, name in _extended(document):
        path = _resolved(base, name)
        if path in (*above, document.path):
            message = f"`{name}` extends this file in turn"
            yield InputError(message, document.at(key))
        elif not fs.is_file(path):
            yield InputError(f"there is no file `{name}` to extend", document.at(key))
    for number, name in enumerate(document.data.get("var-files", ())):
        if not fs.is_file(_resolved(base, name)):
            yield InputError(f"there is no file `{name}`", document.at(("var-files", number)))


def _resolved(base: Path, name: str) -> Path:
    return Path(fs.real(base / name))


def _setting(document: Document, key: Key, value: Any) -> Setting:
    return Setting(value, document.origin(key), document.at(key))


def as_text(value: Any) -> str:
    """The value of a variable as `--var` would give it: a string as it is, the rest as JSON."""
    match value:
        case str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            text = json.dumps(plain(value), ensure_ascii=False)
            return text.replace("${", "$${").replace("%{", "%%{")
