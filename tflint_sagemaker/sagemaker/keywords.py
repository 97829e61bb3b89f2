"""Which keywords of a JSON Schema fragment a document does not fulfil; who imports jsonschema.

Most fragments say nothing but a few plain words of one value. Those are answered here, as
jsonschema would; a fragment that says anything else is for jsonschema to read.
"""

from __future__ import annotations

import json
import re
from functools import cache, reduce
from operator import getitem
from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker import memo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# A keyword, its value, and what it is held to.
Unfulfilled: TypeAlias = tuple[str, Any, Any]
Test: TypeAlias = "tuple[str, Any, Callable[[Any], bool]]"

# What other parts of this package read. `required` is held against the block itself.
OTHERS = {"description", "parts", "starts", "edge", "mends"}


def plain_tests(fragment: Mapping[str, Any]) -> tuple[Test, ...] | None:
    """A test for each word of the fragment, `required` left out; None if one is not plain."""
    return _tests(_Fragment(fragment))


def unfulfilled(fragment: Mapping[str, Any], document: Any) -> list[Unfulfilled]:
    """The keywords of the fragment that do not hold, `required` left out."""
    tests = plain_tests(fragment)
    if tests is None:
        return [error for error in _errors(fragment, document) if error[0] != "required"]
    return [(word, limit, document) for word, limit, holds in tests if not holds(document)]


class _Fragment:
    """A fragment as a key of the cache: fragments are constants, so the object is the identity."""

    __slots__ = ("schema",)

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Fragment) and other.schema is self.schema


@cache
def _tests(fragment: _Fragment) -> tuple[Test, ...] | None:
    tests: list[Test] = []
    for word, limit in fragment.schema.items():
        test = _test(word, limit)
        if test is not None:
            tests.append((word, limit, test))
        elif word not in OTHERS and word != "required":
            return None
    return tuple(tests)


def _test(word: str, limit: Any) -> Callable[[Any], bool] | None:
    """Whether a document fulfils a word. Of what a word does not speak of it does."""
    match word, limit:
        case "pattern", str():
            search = re.compile(limit).search
            return lambda given: not isinstance(given, str) or search(given) is not None
        case "enum", list() if all(isinstance(choice, str) for choice in limit):
            return lambda given: isinstance(given, str) and given in limit
        case "maxBytes", int():
            return lambda given: not isinstance(given, str) or len(given.encode()) <= limit
        case "maxLength", int():
            return lambda given: not isinstance(given, str) or len(given) <= limit
        case "maxItems", int():
            return lambda given: not isinstance(given, list) or len(given) <= limit
        case "maxProperties", int():
            return lambda given: not isinstance(given, dict) or len(given) <= limit
        case _:
            return None


def _errors(fragment: Mapping[str, Any], document: Any) -> list[Unfulfilled]:
    """The keywords of the fragment that do not hold, each with its value and what it is held to.

    What the document says may be secret, so that the way to it is remembered in its stead.
    """

    def compute() -> list[tuple[str, Any, list[Any]]]:
        errors = _validator(_Fragment(fragment)).iter_errors(document)
        return [(e.validator, e.validator_value, list(e.absolute_path)) for e in errors]

    try:
        given = json.dumps((fragment, document))
    except TypeError:  # a rule package may hold what JSON cannot
        found = compute()
    else:
        version = memo.version(__file__, "jsonschema")
        found = memo.remembered("schema", version, given, compute)
    return [(word, limit, reduce(getitem, path, document)) for word, limit, path in found]


@cache
def _validator(fragment: _Fragment) -> Any:
    from jsonschema import Draft202012Validator, ValidationError, validators

    def max_bytes(_: Any, most: int, value: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(value, str) and len(value.encode()) > most:
            yield ValidationError("too long")

    Draft202012Validator.check_schema(fragment.schema)
    extend: Any = validators.extend
    return extend(Draft202012Validator, {"maxBytes": max_bytes})(dict(fragment.schema))
