"""Loads configuration files as layers of settings, extended files first."""

from __future__ import annotations

import json
import os
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.document import ConfigError, Document, read_document
from tflint_sagemaker.config.glob import compile_address_glob, compile_path_glob
from tflint_sagemaker.config.layers import Layer, Setting
from tflint_sagemaker.config.schema import build_schema, format_parameter_key
from tflint_sagemaker.config.settings import Exemption
from tflint_sagemaker.config.validate import convert_to_json, find_faults
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.rule import registry
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tflint_sagemaker.config.toml_positions import KeyPath
    from tflint_sagemaker.rule.definition import RuleInfo

# Keys whose value is used unchanged.
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
    """Settings for resources that are declared in certain files."""

    paths: tuple[re.Pattern[str], ...]
    layer: Layer

    def is_for(self, path: str) -> bool:
        """Return whether it applies to an absolute path with forward slashes."""
        return any(pattern.fullmatch(path) for pattern in self.paths)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file with the files that it extends. Later layers and overrides win."""

    path: Path
    files: tuple[Path, ...]
    layers: tuple[Layer, ...]
    overrides: tuple[Override, ...]
    exemptions: tuple[Exemption, ...]
    excludes: tuple[tuple[Setting, re.Pattern[str]], ...]


def load(
    path: Path, format_path: Callable[[Path], str], rules: Sequence[RuleInfo] | None = None
) -> Config:
    """Read a configuration file and those that it extends. Raises ConfigError."""
    rules = registry.rules() if rules is None else rules
    return _Loader(format_path, rules, build_schema(rules)).load(path, ())


@dataclass(frozen=True, slots=True)
class _Loader:
    format_path: Callable[[Path], str]
    rules: Sequence[RuleInfo]
    schema: Mapping[str, Any]

    def load(self, path: Path, above: tuple[Path, ...]) -> Config:
        """Load a file, which the files `above` extend."""
        document = read_document(path, self.format_path)
        found = find_faults(document, self.schema)
        if not found:
            found = [*self._find_duplicate_rules(document), *_find_missing_files(document, above)]
        if found:
            raise ConfigError(found)
        base = path.parent
        bases = [
            self.load(_resolve_path(base, name), (*above, path))
            for _, name in _list_extended(document)
        ]
        return Config(
            path=path,
            files=(*(file for config in bases for file in config.files), path),
            layers=(
                *(layer for config in bases for layer in config.layers),
                Layer(dict(self._read_settings(document, ()))),
            ),
            overrides=(
                *(one for config in bases for one in config.overrides),
                *self._read_overrides(document),
            ),
            exemptions=(
                *(one for config in bases for one in config.exemptions),
                *self._read_exemptions(document),
            ),
            excludes=(
                *(one for config in bases for one in config.excludes),
                *(
                    (
                        _make_setting(document, ("exclude", number), glob),
                        compile_path_glob(base, glob),
                    )
                    for number, glob in enumerate(document.data.get("exclude", ()))
                ),
            ),
        )

    def _read_settings(
        self, document: Document, path: KeyPath
    ) -> Iterator[tuple[KeyPath, Setting]]:
        """Yield the settings in the table at a path, with their keys in a layer."""
        table = document.data
        for step in path:
            table = table[step]  # type: ignore[index]  # a list has numbers for keys
        for key in SIMPLE:
            if key in table:
                yield (key,), _make_setting(document, (*path, key), table[key])
        if "var-files" in table:
            files = [_resolve_path(document.path.parent, name) for name in table["var-files"]]
            yield ("var-files",), _make_setting(document, (*path, "var-files"), files)
        for name, value in table.get("variables", {}).items():
            setting = _make_setting(document, (*path, "variables", name), format_value(value))
            yield ("variables", name), setting
        for called, given in table.get("rules", {}).items():
            rule = self._find_rule(called)
            keys = {
                format_parameter_key(name): name
                for name in (rule.load().parameters if rule.has_parameters else ())
            }
            for key, value in given.items():
                where = (*path, "rules", called, key)
                setting = _make_setting(document, where, convert_to_json(value))
                yield ("rules", rule.code, keys.get(key, key)), setting

    def _read_overrides(self, document: Document) -> Iterator[Override]:
        base = document.path.parent
        for number, table in enumerate(document.data.get("overrides", ())):
            layer = Layer(dict(self._read_settings(document, ("overrides", number))))
            yield Override(tuple(compile_path_glob(base, glob) for glob in table["paths"]), layer)

    def _read_exemptions(self, document: Document) -> Iterator[Exemption]:
        for number, table in enumerate(document.data.get("suppressions", ())):
            until = table.get("until")
            codes = {
                rule.code for word in table["rules"] for rule in registry.named(word, self.rules)
            }
            yield Exemption(
                rules=frozenset(codes),
                reason=table["reason"],
                at=document.locate_value(("suppressions", number)),
                address=compile_address_glob(table["address"]) if "address" in table else None,
                path=(
                    compile_path_glob(document.path.parent, table["path"])
                    if "path" in table
                    else None
                ),
                until=date.fromisoformat(str(until)) if until else None,
            )

    def _find_rule(self, called: str) -> RuleInfo:
        return next(rule for rule in self.rules if called in registry.names(rule))

    def _find_duplicate_rules(self, document: Document) -> Iterator[InputError]:
        """Yield an error for each rule that is configured under two of its names."""
        paths: list[KeyPath] = [("rules",)]
        paths += [
            ("overrides", number, "rules")
            for number, _ in enumerate(document.data.get("overrides", ()))
        ]
        for path in paths:
            table: Any = document.data
            for step in path:
                table = table[step] if isinstance(step, int) else table.get(step, {})
            seen: dict[str, str] = {}
            for called in table:
                code = self._find_rule(called).code
                if code in seen:
                    message = f"`{called}` and `{seen[code]}` are the same rule"
                    yield InputError(
                        message, document.locate_key((*path, called)), "keep one of them"
                    )
                seen.setdefault(code, called)


def _list_extended(document: Document) -> list[tuple[KeyPath, str]]:
    """Return the names of the files that a document extends, with the key of each."""
    extends = document.data.get("extends", [])
    if isinstance(extends, str):
        return [(("extends",), extends)]
    return [(("extends", number), name) for number, name in enumerate(extends)]


def _find_missing_files(document: Document, above: tuple[Path, ...]) -> Iterator[InputError]:
    """Yield an error for each named file that does not exist, or that extends this one."""
    base = document.path.parent
    for key, name in _list_extended(document):
        path = _resolve_path(base, name)
        if path in (*above, document.path):
            message = f"`extends` forms a cycle through `{name}`"
            yield InputError(message, document.locate_value(key))
        elif not fs.is_file(path):
            yield InputError(f"there is no file `{name}` to extend", document.locate_value(key))
    for number, name in enumerate(document.data.get("var-files", ())):
        if not fs.is_file(_resolve_path(base, name)):
            yield InputError(
                f"there is no file `{name}`", document.locate_value(("var-files", number))
            )


def _resolve_path(base: Path, name: str) -> Path:
    return Path(os.path.realpath(base / name))


def _make_setting(document: Document, key: KeyPath, value: Any) -> Setting:
    return Setting(value, document.describe_origin(key), document.locate_value(key))


def format_value(value: Any) -> str:
    """Return a value in the syntax of `--var`: a string unchanged, other values as JSON."""
    match value:
        case str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            text = json.dumps(convert_to_json(value), ensure_ascii=False)
            return text.replace("${", "$${").replace("%{", "%%{")
