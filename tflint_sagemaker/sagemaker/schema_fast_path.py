"""Whether values fit JSON Schema fragments; the only importer of jsonschema.

What plainly fits is said without it: to import it takes 40 ms.
"""

from __future__ import annotations

import json
import re
from functools import cache, reduce
from operator import getitem
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.cache.active import compute_once
from tflint_sagemaker.cache.keys import identify_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sized

# What jsonschema does not hold against any value. See `schema.py` for those that are ours.
SILENT = {"description", "edge", "mends", "parts", "starts"}


def find_errors(fragment: Mapping[str, Any], document: Any) -> list[tuple[str, Any, Any]]:
    """The keywords of the fragment that do not hold, each with its value and what it is held to.

    What the document says may be secret, so that the way to it is remembered in its stead.
    """
    if is_plainly_fitting(fragment, document):
        return []

    def compute() -> list[tuple[str, Any, list[Any]]]:
        faults = _make_validator(_Fragment(fragment)).iter_errors(document)
        return [(e.validator, e.validator_value, list(e.absolute_path)) for e in faults]

    try:
        given = json.dumps((fragment, document))
    except TypeError:  # a rule package may hold what JSON cannot
        found = compute()
    else:
        version = identify_code(__file__, "jsonschema")
        found = compute_once("schema", version, given, compute)
    return [(word, limit, reduce(getitem, path, document)) for word, limit, path in found]


class _Fragment:
    """A fragment as a key of the cache: fragments are constants, so the object is the identity."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Fragment) and other.schema is self.schema


@cache
def _make_validator(fragment: _Fragment) -> Any:
    from jsonschema import Draft202012Validator, ValidationError, validators

    def max_bytes(_: Any, most: int, value: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(value, str) and len(value.encode()) > most:
            yield ValidationError("too long")

    Draft202012Validator.check_schema(fragment.schema)
    extend: Any = validators.extend
    return extend(Draft202012Validator, {"maxBytes": max_bytes})(dict(fragment.schema))


def is_plainly_fitting(fragment: Mapping[str, Any], document: Any) -> bool:
    """Whether a value is certain to fit. What does not fit, or not plainly, jsonschema judges."""
    try:
        return all(
            HOLDS[keyword](limit, document)
            for keyword, limit in fragment.items()
            if keyword not in SILENT
        ) and isinstance(fragment.get("description", ""), str)
    except (KeyError, ValueError, re.error):  # of these, too, it knows what to make
        return False


def _limit_size(kind: type[Sized]) -> Callable[[Any, Any], bool]:
    return lambda most, value: type(most) is int and type(value) is kind and len(value) <= most


def _is_list_of_texts(words: Any) -> bool:
    return type(words) is list and all(type(word) is str for word in words)


def _is_one_of(words: Any, value: Any) -> bool:
    return _is_list_of_texts(words) and type(value) is str and value in words


def _is_match(pattern: Any, value: Any) -> bool:
    return type(pattern) is str and type(value) is str and bool(re.search(pattern, value))


def _has_at_most_bytes(most: Any, value: Any) -> bool:
    return type(most) is int and type(value) is str and len(value.encode()) <= most


def _has_all(names: Any, value: Any) -> bool:
    unique = _is_list_of_texts(names) and len(set(names)) == len(names)
    return unique and type(value) is dict and value.keys() >= set(names)


HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "enum": _is_one_of,
    "maxBytes": _has_at_most_bytes,
    "maxItems": _limit_size(list),
    "maxLength": _limit_size(str),
    "maxProperties": _limit_size(dict),
    "pattern": _is_match,
    "required": _has_all,
}
