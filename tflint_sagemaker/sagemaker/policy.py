"""IAM policy documents as the provider reads and writes them.

A document is plain JSON: objects, lists, strings. Where a part of it is not known, `Unknown`
stands in its place. What the provider does was recorded from hashicorp/aws 5.100.0.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker.terraform.values import Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Document: TypeAlias = dict[str, Any]

# The order in which the provider writes them.
FIELDS = ("Version", "Id", "Statement")
STATEMENT_FIELDS = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)
ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


SURROGATE = compile_later("[\ud800-\udfff]")


class PolicyError(Exception):
    """A text is not a policy; says why, as a clause."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """A JSON object with its keys in order, repeated ones included."""

    items: tuple[tuple[str, Any], ...]

    def repeated(self) -> Iterator[str]:
        """Keys that are given more than once."""
        keys = [key for key, _ in self.items]
        return (key for key in dict.fromkeys(keys) if keys.count(key) > 1)


def read_json(text: str) -> Any:
    """JSON as Go reads it: objects as `Pairs`, numbers as floats. Raises PolicyError."""
    try:
        data = json.loads(
            text,
            object_pairs_hook=lambda pairs: Pairs(tuple(pairs)),
            parse_int=_number,
            parse_float=_number,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        reason = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise PolicyError(f"{reason} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise PolicyError("nested too deeply") from None
    return _replace_surrogates(data) if "\\ud" in text.casefold() else data


def _replace_surrogates(data: Any) -> Any:
    """Halves of a surrogate pair, which are no characters, become U+FFFD."""
    match data:
        case str():
            return SURROGATE.sub("\ufffd", data)
        case Pairs():
            return Pairs(
                tuple((SURROGATE.sub("\ufffd", k), _replace_surrogates(v)) for k, v in data.items)
            )
        case list():
            return [_replace_surrogates(value) for value in data]
        case _:
            return data


def _number(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise PolicyError("a number is too large")
    return value


def _refuse_constant(text: str) -> None:
    raise PolicyError(f"{text} is not a JSON value")


def convert_pairs(data: Any) -> Any:
    """The same with objects as dicts; of a repeated key the last counts."""
    match data:
        case Pairs():
            return {key: convert_pairs(value) for key, value in data.items}
        case list():
            return [convert_pairs(value) for value in data]
        case _:
            return data


def find_repeated_keys(data: Any, path: str = "") -> Iterator[str]:
    """Paths of the keys that an object has more than once."""
    match data:
        case Pairs():
            yield from (path + key for key in data.repeated())
            for key, value in data.items:
                yield from find_repeated_keys(value, f"{path}{key}.")
        case list():
            for index, value in enumerate(data):
                yield from find_repeated_keys(value, f"{path}{index}.")


def read_document(text: str) -> Document:
    """A source or override document as the provider takes it up. Raises PolicyError."""
    data = read_json(text)
    if data is None:
        return {}
    document = _read_fields(data, FIELDS)
    _check_strings(document, "Version", "Id")
    statements = document.get("Statement")
    if statements is None:
        document.pop("Statement", None)
    elif not isinstance(statements, list):
        raise PolicyError("`Statement` is not a list")
    else:
        document["Statement"] = [_read_statement(statement) for statement in statements]
    return document


def _read_fields(data: Any, known: tuple[str, ...]) -> Document:
    """The known members of an object, whatever the case of their keys."""
    if not isinstance(data, Pairs):
        raise PolicyError("it is not an object")
    names = {name.casefold(): name for name in known}
    return {
        names[key.casefold()]: value
        for key, value in data.items
        if key.casefold() in names and value is not None
    }


def _check_strings(document: Document, *names: str) -> None:
    for name in names:
        if not isinstance(document.get(name, ""), str):
            raise PolicyError(f"`{name}` is not a string")


def _read_statement(data: Any) -> Document:
    statement = _read_fields(data, STATEMENT_FIELDS)
    _check_strings(statement, "Sid", "Effect")
    for name in ("Principal", "NotPrincipal"):
        if name in statement:
            statement[name] = _read_principals(statement[name])
    if "Condition" in statement:
        statement["Condition"] = _read_conditions(statement["Condition"])
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        if name in statement:
            statement[name] = convert_pairs(statement[name])
    return statement


def _read_principals(data: Any) -> Any:
    if isinstance(data, str):
        return "*"
    if not isinstance(data, Pairs):
        raise PolicyError("a principal is neither text nor object")
    principals = convert_pairs(data)
    for kind, who in principals.items():
        if isinstance(who, str):
            continue
        if not (isinstance(who, list) and all(isinstance(one, str) for one in who)):
            raise PolicyError(f"the principals `{kind}` are not strings")
        principals[kind] = sorted(who, reverse=True)
    return principals


def _read_conditions(data: Any) -> Document:
    if not isinstance(data, Pairs):
        raise PolicyError("`Condition` is not an object")
    conditions: Document = {}
    for test, variables in convert_pairs(data).items():
        if not isinstance(variables, dict):
            raise PolicyError(f"the condition `{test}` is not an object")
        for variable, wanted in variables.items():
            # numbers are lost on the way: the provider takes strings, bools and lists
            if isinstance(wanted, str | bool | list):
                conditions.setdefault(test, {})[variable] = _convert_condition_values(wanted)
    return conditions


def _convert_condition_values(values: str | bool | list[Any]) -> Any:  # noqa: FBT001
    if isinstance(values, bool):
        return "true" if values else "false"
    if isinstance(values, list):
        if not all(isinstance(value, str) for value in values):
            raise PolicyError("a condition has a value that is not a string")
        return values[0] if len(values) == 1 else values
    return values


def merge(documents: Iterable[Document]) -> Document:
    """Documents put together: a later statement takes the place of an earlier of the same Sid."""
    merged: Document = {}
    for document in documents:
        if document.get("Id"):
            merged["Id"] = document["Id"]
        merged["Version"] = max(merged.get("Version", ""), document.get("Version", ""))
        statements = merged.setdefault("Statement", [])
        for statement in document.get("Statement", ()):
            sid = statement.get("Sid")
            places = [at for at, known in enumerate(statements) if sid and known.get("Sid") == sid]
            if places:
                statements[places[0]] = statement
            else:
                statements.append(statement)
    return merged


def write_json(document: Document, *, indented: bool) -> str:
    """A wholly known document as text, as the provider writes it."""
    ordered = _order_members(document, FIELDS)
    if "Statement" in ordered:
        ordered["Statement"] = [
            _order_members(statement, STATEMENT_FIELDS) for statement in ordered["Statement"]
        ]
    text = json.dumps(
        ordered,
        ensure_ascii=False,
        indent=2 if indented else None,
        separators=(",", ": ") if indented else (",", ":"),
    )
    return text.translate(ESCAPES)


def _order_members(document: Document, fields: tuple[str, ...]) -> Document:
    """The members in the provider's order, without those that are empty."""
    return {
        name: _sort_keys(document[name])
        for name in fields
        if name in document and not _is_omitted(name, document[name])
    }


def _is_omitted(name: str, value: Any) -> bool:
    if name in ("Action", "NotAction", "Resource", "NotResource"):
        return value is None
    return value in ("", [], {})


def _sort_keys(data: Any) -> Any:
    match data:
        case dict():
            return {key: _sort_keys(data[key]) for key in sorted(data)}
        case list():
            return [_sort_keys(value) for value in data]
        case float() if data.is_integer() and abs(data) < 1e21:
            return int(data)
        case _:
            return data


def get_member(data: dict[str, Any], name: str) -> Any:
    """A member whatever the case of its key, None if it is not there."""
    return next((data[key] for key in data if key.casefold() == name.casefold()), None)


def make_list(data: Any) -> list[Any]:
    """What may stand alone or in a list, as a list."""
    return data if isinstance(data, list) else [data]


def find_first_unknown(data: Any) -> Unknown | None:
    """The first unknown part of a document."""
    match data:
        case Unknown():
            return data
        case dict():
            parts: Iterable[Any] = data.values()
        case list():
            parts = data
        case _:
            return None
    return next((found for part in parts if (found := find_first_unknown(part))), None)
