"""The JSON Schema of the configuration file, with the parameters of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker.config.settings import FORMATS, NEVER, REGION, ROLE, TIMEOUT, VERSION
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.registry import GROUPS, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.rule.definition import RuleInfo

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


def build_schema(rules: Sequence[RuleInfo]) -> Json:
    """Return the schema of a configuration for these rules (JSON Schema 2020-12)."""
    selection: Json = {
        "select": _describe_words("The rules that run, in place of the default rules."),
        "extend-select": _describe_words("Rules that run in addition to the selected ones."),
        "ignore": _describe_words("Rules that do not run."),
        "rules": {"$ref": "#/$defs/rules"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": URL,
        "title": "Configuration of tflint-sagemaker",
        "type": "object",
        "additionalProperties": False,
        "properties": {**_describe_general(), **selection, **_describe_scoped(selection)},
        "$defs": {
            "word": {
                "enum": list_words(rules),
                "description": "A code, a prefix of codes, a name or a group.",
            },
            "rules": {
                "type": "object",
                "description": "Rules by code or name: severity, enabled, parameters.",
                "additionalProperties": False,
                "properties": {
                    name: _describe_rule(rule) for rule in rules for name in names(rule)
                },
            },
        },
    }


def list_words(rules: Sequence[RuleInfo]) -> list[str]:
    """Return every word that selects rules."""
    codes = [rule.code for rule in rules]
    starts = {code[:length] for code in codes for length in range(2, len(code))}
    called = [name for rule in rules for name in names(rule)[1:]]
    return ["ALL", *GROUPS, *sorted(starts | set(codes)), *called]


def format_parameter_key(name: str) -> str:
    """Return the name of a parameter in a configuration file."""
    return name.replace("_", "-")


def _describe_general() -> Json:
    return {
        "extends": {
            "type": ["string", "array"],
            "items": _PATH,
            "pattern": NO_NUL,
            "description": "Files that this one extends, relative to it; later files win.",
        },
        "exclude": _describe_paths("Patterns of files and directories that are not linted."),
        "fail-on": {
            "enum": [*LEVELS, NEVER],
            "default": Severity.WARNING.value,
            "description": "Lowest severity that makes the exit status 1.",
        },
        "min-severity": {
            "enum": LEVELS,
            "default": Severity.NOTICE.value,
            "description": "Lowest severity that is shown.",
        },
        "format": {
            "enum": list(FORMATS),
            "default": FORMATS[0],
            "description": "Format of the report.",
        },
        "region": {
            "type": "string",
            "pattern": f"^{REGION}$",
            "description": "The region of providers that do not state one.",
        },
        "provider-version": {
            "type": "string",
            "pattern": f"^{VERSION}$",
            "description": "The version of hashicorp/aws, in place of the lock file.",
        },
        **_describe_live(),
        "var-files": _describe_paths("Files with values of root variables, relative to this file."),
        "variables": {
            "type": "object",
            "description": "Values of root variables; they override `var-files`.",
        },
    }


def _describe_live() -> Json:
    """Return the settings of live checks. No file can turn them on."""
    return {
        "profile": {**_TEXT, "description": "The AWS profile for `--live`."},
        "assume-role": {
            "type": "string",
            "pattern": f"^{ROLE}$",
            "description": "The ARN of the role that `--live` assumes, or `none`.",
        },
        "live-timeout": {
            "type": "number",
            "exclusiveMinimum": 0,
            "default": TIMEOUT,
            "description": "The time limit for all live checks together, in seconds.",
        },
    }


def _describe_scoped(selection: Json) -> Json:
    paths = {**_describe_paths("Patterns of files, relative to this file."), "minItems": 1}
    return {
        "overrides": {
            "type": "array",
            "description": "Settings for resources that are declared in some files.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["paths"],
                "properties": {"paths": paths, **selection},
            },
        },
        "suppressions": {
            "type": "array",
            "description": "Findings that are suppressed.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rules", "reason"],
                "anyOf": [{"required": ["address"]}, {"required": ["path"]}],
                "properties": {
                    "rules": {**_describe_words("The rules that are suppressed."), "minItems": 1},
                    "address": {
                        **_TEXT,
                        "description": "Pattern of addresses; `*` matches anything.",
                    },
                    "path": {**_PATH, "description": "Pattern of files, relative to this file."},
                    "reason": {**_TEXT, "description": "The reason for the suppression."},
                    "until": {
                        "type": "string",
                        "format": "date",
                        "description": "The last day of the suppression.",
                    },
                },
            },
        },
    }


def _describe_rule(rule: RuleInfo) -> Json:
    return {
        "type": "object",
        "description": f"{rule.code} {rule.name}: {rule.summary}",
        "additionalProperties": False,
        "properties": {
            "severity": {"enum": LEVELS, "default": rule.severity.value},
            "enabled": {"type": "boolean", "description": "Whether the rule runs."},
            **{
                format_parameter_key(name): {
                    **known.schema,
                    "description": known.doc,
                    "default": known.default,
                }
                for name, known in (rule.load().parameters if rule.has_parameters else {}).items()
            },
        },
    }


def _describe_words(description: str) -> Json:
    return {"type": "array", "items": {"$ref": "#/$defs/word"}, "description": description}


def _describe_paths(description: str) -> Json:
    return {"type": "array", "items": _PATH, "description": description}
