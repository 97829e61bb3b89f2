"""A configuration against its schema: every fault in words, at its place. Imports jsonschema."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.cache import keys
from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.config.schema import NO_NUL
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.terraform.spelling import find_similar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError

    from tflint_sagemaker.config.document import Document
    from tflint_sagemaker.config.toml_positions import Key

TYPES = {
    "string": "a string",
    "array": "a list",
    "object": "a table",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}
FEW = 6
# Lists of words that choose rules.
WORDS = ("select", "extend-select", "ignore", "rules")


def faults(document: Document, schema: Mapping[str, Any]) -> list[InputError]:
    """What is wrong with a document, in the order of its text."""
    data = plain(document.data)
    if _known_to_fit(data, schema):
        return []
    found = {
        (fault.span.start, fault.message): fault
        for error in _validator(schema).iter_errors(data)
        for fault in _faults(document, error)
    }
    return [found[key] for key in sorted(found)]


def _known_to_fit(data: Any, schema: Mapping[str, Any]) -> bool:
    """Whether it is remembered that nothing is wrong: then jsonschema need not be imported."""
    if memo.used() is None:
        return False
    version = keys.version(__file__, "jsonschema")
    given = json.dumps((schema, data))
    fits: bool = memo.remembered(
        "config", version, given, lambda: _validator(schema).is_valid(data)
    )
    return fits


def _validator(schema: Mapping[str, Any]) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


def plain(value: Any) -> Any:
    """A TOML value as JSON has it: dates and times are texts."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return value


def _faults(document: Document, error: ValidationError) -> Iterator[InputError]:
    """One error of the validator in our words; each key too many is a fault of its own."""
    path: Key = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        known = list(schema["properties"])
        names: Any = error.instance
        for name in names:
            if name not in known:
                yield _unknown(document, path, name, known)
        return
    message, hint = _said(error, path)
    yield InputError(message, document.at(path), hint)


def _unknown(document: Document, path: Key, name: str, known: list[str]) -> InputError:
    where = document.named((*path, name))
    if path[-1:] == ("rules",):
        return InputError(f"no rule is called `{name}`", where, _meant(name, known))
    inside = f" in {_shown(path)}" if path else ""
    hint = _meant(name, known)
    if not path and name == "live":
        hint = "no file turns live checks on: give --live"
    if hint is None and len(known) <= FEW:
        hint = f"known are {_listed(sorted(known), 'and')}"
    return InputError(f"unknown key `{name}`{inside}", where, hint)


def _said(error: ValidationError, path: Key) -> tuple[str, str | None]:
    """Message and hint for a value that is not what it has to be."""
    what, value = _shown(path), error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            said = _listed([TYPES.get(kind, kind) for kind in kinds], "or")
            return f"{what} is {_kind(value)}, but must be {said}", None
        case "enum" if path[-2:-1] and path[-2] in WORDS:
            if not isinstance(value, str):
                table = isinstance(value, dict) and path[0] == "ignore"
                way = "write `[[suppressions]]` for findings that are known" if table else None
                return f"{what} holds {_kind(value)}, not a rule", way
            return f"no rule is called `{value}`", _meant(value, wanted)
        case "enum":
            hint = _meant(value, wanted) if isinstance(value, str) else None
            shown = f"`{value}`" if isinstance(value, str) else _kind(value)
            return f"{what} is {shown}, not {_listed([f'`{one}`' for one in wanted], 'or')}", hint
        case "required":
            held: Any = value
            missing = [f"`{name}`" for name in wanted if name not in held]
            return f"{what} has no {_listed(missing, 'and no')}", None
        case "anyOf" if path[:1] == ("suppressions",):
            return f"{what} says neither `address` nor `path`", "to silence a rule, `ignore` it"
        case "minItems" | "minLength":
            return f"{what} is empty", None
        case "format":
            return f"{what} is `{value}`, not a date", "write it as 2027-01-31"
        case "pattern" if wanted == NO_NUL:
            return f"{what} has a character that no path has", None
        case "pattern" if path == ("region",):
            return f"{what} is `{value}`, which is not a region", "write it as `eu-central-1`"
        case "pattern" if path == ("assume-role",):
            return f"{what} is `{value}`, which is not the ARN of a role", "write an ARN, or `none`"
        case "exclusiveMinimum":
            return f"{what} is {value}, not above {wanted}", None
        case "pattern" if path == ("provider-version",):
            return f"{what} is `{value}`, which is not a version", "write it as `5.100.0`"
        case _:
            return f"{what} does not fit: {error.message}", None


def _shown(path: Key) -> str:
    """A way of keys as people read it; elements of lists go without a number."""
    names = [str(name) for name in path if isinstance(name, str)]
    return f"`{'.'.join(names)}`" if names else "the configuration"


def _kind(value: Any) -> str:
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


def _meant(given: str, known: list[str]) -> str | None:
    guess = find_similar(given, known)
    return f"did you mean `{guess}`?" if guess else None


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
