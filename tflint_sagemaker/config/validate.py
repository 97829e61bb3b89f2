"""Validates a configuration file against its schema, with a message for each fault."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.cache.active import compute_once, get_store
from tflint_sagemaker.cache.keys import identify_code
from tflint_sagemaker.config.schema import NO_NUL
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.terraform.spelling import find_similar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError

    from tflint_sagemaker.config.document import Document
    from tflint_sagemaker.config.toml_positions import KeyPath

TYPES = {
    "string": "a string",
    "array": "a list",
    "object": "a table",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}
FEW = 6
# Lists of words that select rules.
WORDS = ("select", "extend-select", "ignore", "rules")


def find_faults(document: Document, schema: Mapping[str, Any]) -> list[InputError]:
    """Return the faults of a document, in the order of its text."""
    data = convert_to_json(document.data)
    if _is_cached_as_valid(data, schema):
        return []
    found = {
        (fault.span.start, fault.message): fault
        for error in _make_validator(schema).iter_errors(data)
        for fault in _describe_error(document, error)
    }
    return [found[key] for key in sorted(found)]


def _is_cached_as_valid(data: Any, schema: Mapping[str, Any]) -> bool:
    """Return whether the cache says that the data is valid, to avoid importing jsonschema."""
    if get_store() is None:
        return False
    version = identify_code(__file__, "jsonschema")
    given = json.dumps((schema, data))
    fits: bool = compute_once(
        "config", version, given, lambda: _make_validator(schema).is_valid(data)
    )
    return fits


def _make_validator(schema: Mapping[str, Any]) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


def convert_to_json(value: Any) -> Any:
    """Return a TOML value as JSON has it: dates and times become strings."""
    match value:
        case dict():
            return {key: convert_to_json(item) for key, item in value.items()}
        case list():
            return [convert_to_json(item) for item in value]
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return value


def _describe_error(document: Document, error: ValidationError) -> Iterator[InputError]:
    """Yield the faults of one validation error; each unknown key is a separate fault."""
    path: KeyPath = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        known = list(schema["properties"])
        names: Any = error.instance
        for name in names:
            if name not in known:
                yield _report_unknown_key(document, path, name, known)
        return
    message, hint = _describe_value_error(error, path)
    yield InputError(message, document.locate_value(path), hint)


def _report_unknown_key(
    document: Document, path: KeyPath, name: str, known: list[str]
) -> InputError:
    where = document.locate_key((*path, name))
    if path[-1:] == ("rules",):
        return InputError(f"no rule is called `{name}`", where, _suggest(name, known))
    inside = f" in {_format_path(path)}" if path else ""
    hint = _suggest(name, known)
    if not path and name == "live":
        hint = "live checks are turned on by `--live`, not by a file"
    if hint is None and len(known) <= FEW:
        hint = f"known are {_join_words(sorted(known), 'and')}"
    return InputError(f"unknown key `{name}`{inside}", where, hint)


def _describe_value_error(error: ValidationError, path: KeyPath) -> tuple[str, str | None]:
    """Return message and hint for a value that is not valid."""
    what, value = _format_path(path), error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            said = _join_words([TYPES.get(kind, kind) for kind in kinds], "or")
            return f"{what} is {_describe_type(value)}, but must be {said}", None
        case "enum" if path[-2:-1] and path[-2] in WORDS:
            if not isinstance(value, str):
                table = isinstance(value, dict) and path[0] == "ignore"
                way = "write `[[suppressions]]` to suppress findings" if table else None
                return f"{what} contains {_describe_type(value)}, not a rule", way
            return f"no rule is called `{value}`", _suggest(value, wanted)
        case "enum":
            hint = _suggest(value, wanted) if isinstance(value, str) else None
            shown = f"`{value}`" if isinstance(value, str) else _describe_type(value)
            return (
                f"{what} is {shown}, not {_join_words([f'`{one}`' for one in wanted], 'or')}",
                hint,
            )
        case "required":
            held: Any = value
            missing = [f"`{name}`" for name in wanted if name not in held]
            return f"{what} has no {_join_words(missing, 'and no')}", None
        case "anyOf" if path[:1] == ("suppressions",):
            return (
                f"{what} has neither `address` nor `path`",
                "to turn a rule off, add it to `ignore`",
            )
        case "minItems" | "minLength":
            return f"{what} is empty", None
        case "format":
            return f"{what} is `{value}`, not a date", "write it as 2027-01-31"
        case "pattern" if wanted == NO_NUL:
            return f"{what} has a character that is not allowed in a path", None
        case "pattern" if path == ("region",):
            return f"{what} is `{value}`, which is not a region", "write it as `eu-central-1`"
        case "pattern" if path == ("assume-role",):
            return f"{what} is `{value}`, which is not the ARN of a role", "write an ARN, or `none`"
        case "exclusiveMinimum":
            return f"{what} is {value}, not above {wanted}", None
        case "pattern" if path == ("provider-version",):
            return f"{what} is `{value}`, which is not a version", "write it as `5.100.0`"
        case _:
            return f"{what} is not valid: {error.message}", None


def _format_path(path: KeyPath) -> str:
    """Return a key path as text, without the numbers of list elements."""
    names = [str(name) for name in path if isinstance(name, str)]
    return f"`{'.'.join(names)}`" if names else "the configuration"


def _describe_type(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "a table"


def _suggest(given: str, known: list[str]) -> str | None:
    guess = find_similar(given, known)
    return f"did you mean `{guess}`?" if guess else None


def _join_words(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
