"""The JSON Schema of the configuration, made from the settings and the rules' parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker.config.settings import FORMATS, NEVER, REGION, ROLE, TIMEOUT, VERSION
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.registry import GROUPS, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.rule.definition import Rule

Json: TypeAlias = dict[str, Any]

# No path has this character.
NO_NUL = r"^[^\u0000]*$"
LEVELS = [level.value for level in Severity]
URL = (
    "https://raw.githubusercontent.com/tflint-sagemaker/tflint-sagemaker/main/"
    "docs/config.schema.json"
)
_TEXT: Json = {"type": "string", "minLength": 1}
_PATH: Json = {**_TEXT, "pattern": NO_NUL}


def schema(rules: Sequence[Rule]) -> Json:
    """The schema of a configuration for these rules (JSON Schema 2020-12)."""
    selection: Json = {
        "select": _words("The rules that run, in place of those that are on by default."),
        "extend-select": _words("Rules that run beside those that are selected."),
        "ignore": _words("Rules that do not run."),
        "rules": {"$ref": "#/$defs/rules"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": URL,
        "title": "Configuration of tflint-sagemaker",
        "type": "object",
        "additionalProperties": False,
        "properties": {**_general(), **selection, **_scoped(selection)},
        "$defs": {
            "word": {"enum": words(rules), "description": "A code, its beginning, name or group."},
            "rules": {
                "type": "object",
                "description": "Rules by code or name: severity, enabled, parameters.",
                "additionalProperties": False,
                "properties": {name: _rule(rule) for rule in rules for name in names(rule)},
            },
        },
    }


def words(rules: Sequence[Rule]) -> list[str]:
    """Everything by which rules can be chosen."""
    codes = [rule.code for rule in rules]
    starts = {code[:length] for code in codes for length in range(2, len(code))}
    called = [name for rule in rules for name in names(rule)[1:]]
    return ["ALL", *GROUPS, *sorted(starts | set(codes)), *called]


def parameter_key(name: str) -> str:
    """What a parameter is called in a configuration file."""
    return name.replace("_", "-")


def _general() -> Json:
    return {
        "extends": {
            "type": ["string", "array"],
            "items": _PATH,
            "pattern": NO_NUL,
            "description": "Files that this one adds to, relative to it; later ones count more.",
        },
        "exclude": _texts("Patterns of files and directories that are not linted."),
        "fail-on": {
            "enum": [*LEVELS, NEVER],
            "default": Severity.WARNING.value,
            "description": "Least severity that makes the exit status 1.",
        },
        "min-severity": {
            "enum": LEVELS,
            "default": Severity.NOTICE.value,
            "description": "Least severity that is shown.",
        },
        "format": {
            "enum": list(FORMATS),
            "default": FORMATS[0],
            "description": "How findings are shown.",
        },
        "region": {
            "type": "string",
            "pattern": f"^{REGION}$",
            "description": "The region of providers that state none.",
        },
        "provider-version": {
            "type": "string",
            "pattern": f"^{VERSION}$",
            "description": "The version of hashicorp/aws, in place of what the lock file says.",
        },
        **_live(),
        "var-files": _texts("Files with values of root variables, relative to this file."),
        "variables": {
            "type": "object",
            "description": "Values of root variables; they count more than `var-files`.",
        },
    }


def _live() -> Json:
    """How AWS is asked, if a run is told to ask: no file can tell it to."""
    return {
        "profile": {**_TEXT, "description": "The profile as which `--live` asks AWS."},
        "assume-role": {
            "type": "string",
            "pattern": f"^{ROLE}$",
            "description": "The ARN of the role as which `--live` asks AWS, or `none`.",
        },
        "live-timeout": {
            "type": "number",
            "exclusiveMinimum": 0,
            "default": TIMEOUT,
            "description": "The seconds that all questions of `--live` together may take.",
        },
    }


def _scoped(selection: Json) -> Json:
    paths = {**_texts("Patterns of files, relative to this file."), "minItems": 1}
    return {
        "overrides": {
            "type": "array",
            "description": "What is different for resources that are declared in some files.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["paths"],
                "properties": {"paths": paths, **selection},
            },
        },
        "suppressions": {
            "type": "array",
            "description": "Findings that are known and not reported.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rules", "reason"],
                "anyOf": [{"required": ["address"]}, {"required": ["path"]}],
                "properties": {
                    "rules": {**_words("The rules that keep silent."), "minItems": 1},
                    "address": {**_TEXT, "description": "Pattern of addresses; `*` is anything."},
                    "path": {**_PATH, "description": "Pattern of files, relative to this file."},
                    "reason": {**_TEXT, "description": "Why this is not to be reported."},
                    "until": {
                        "type": "string",
                        "format": "date",
                        "description": "The last day on which it is not.",
                    },
                },
            },
        },
    }


def _rule(rule: Rule) -> Json:
    return {
        "type": "object",
        "description": f"{rule.code} {rule.name}: {rule.summary}",
        "additionalProperties": False,
        "properties": {
            "severity": {"enum": LEVELS, "default": rule.severity.value},
            "enabled": {"type": "boolean", "description": "Whether the rule runs."},
            **{
                parameter_key(name): {
                    **known.schema,
                    "description": known.doc,
                    "default": known.default,
                }
                for name, known in rule.parameters.items()
            },
        },
    }


def _words(description: str) -> Json:
    return {"type": "array", "items": {"$ref": "#/$defs/word"}, "description": description}


def _texts(description: str) -> Json:
    return {"type": "array", "items": _PATH, "description": description}
