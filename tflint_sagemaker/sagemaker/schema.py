"""JSON Schema fragments of rules against the values of a model.

What stands at a place is checked on its own, so each error has one owner and one span, and an
unknown value costs only itself.

Six keywords are ours. `maxBytes` is the length of a string in UTF-8. `description` goes on after
"it" where a pattern is not matched: "may hold only letters". `parts` is a pattern that every piece
of a fitting string matches, `starts` are the ways in which it may begin, and `edge` is a pattern
of its first and of its last character: they decide about a string of which only the start or the
end is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.argument import shorten
from tflint_sagemaker.sagemaker.arn_samples import find_first_part, find_sample_start
from tflint_sagemaker.sagemaker.schema_fast_path import SILENT, find_errors, is_plainly_fitting
from tflint_sagemaker.terraform.spelling import find_similar, is_same_word
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.schema_paths import Place
    from tflint_sagemaker.terraform.diagnostics import Related


@dataclass(frozen=True, slots=True)
class Violation:
    """A keyword of a fragment that is not fulfilled: in which words, and where.

    `replacement` is the value that was most probably meant in place of the `given` one, `certain`
    if the two differ in nothing but case and separators.
    `swap` is the wrong text at the start of the value and the right one, where it is certain what
    was meant.
    """

    keyword: str
    message: str
    span: Span
    hint: str | None = None
    related: tuple[Related, ...] = ()
    given: str = ""
    replacement: str | None = None
    certain: bool = False
    swap: tuple[str, str] | None = None


def is_fitting(fragment: Mapping[str, Any], place: Place) -> bool:
    """Whether it is seen at a glance that the fragment has nothing against the place."""
    return not place.is_vague and is_plainly_fitting(fragment, place.document)


def find_violations(fragment: Mapping[str, Any], place: Place) -> Iterator[Violation]:
    """What the fragment has against the place. Raises Undecided if what stands there is unknown."""
    if isinstance(place.document, Unknown):
        of = _check_choices if place.document.choices else _check_known_part
        yield from of(fragment, place, place.document)
        return
    if any(word not in SILENT and word != "required" for word in fragment):
        for keyword, limit, instance in find_errors(fragment, place.read()):
            if keyword == "required":
                continue
            yield _describe(place, keyword, limit, instance, fragment)
    if isinstance(fragment.get("required"), list | tuple):
        yield from _check_required(place, fragment["required"])


def _check_required(place: Place, names: Iterable[str]) -> Iterator[Violation]:
    """The arguments and blocks that are not there, each at its null or at the block's header."""
    for name in names:
        at = place.block.lacks(name)
        if at is not None:
            given = place.block.given(name)
            yield Violation(
                "required",
                f"{place.subject} lacks `{name}`",
                at,
                f"add `{name}`" if given is None else "give it a value",
                given.related if given else (),
            )


def _check_choices(
    fragment: Mapping[str, Any], place: Place, unknown: Unknown
) -> Iterator[Violation]:
    """What is wrong with each of the strings of which this will be one.

    Raises Undecided if one of them fits, or is empty and may only wait for a value.
    """
    fitting = (not find_errors(fragment, choice) for choice in unknown.choices)
    if not all(unknown.choices) or any(fitting):
        raise Undecided(unknown)
    if "enum" in fragment:
        demand = f", not {_join_words(fragment['enum'], 'or')}"
    elif "description" in fragment:
        demand = f", and neither will do; it {fragment['description']}"
    else:
        raise Undecided(unknown)
    words = _join_words(map(shorten, unknown.choices), "or")
    given = "a sensitive value" if place.secret else words
    message = f"{place.subject} is {given}{demand}"
    yield Violation("choices", message, place.span, related=place.related)


def _check_known_part(
    fragment: Mapping[str, Any], place: Place, unknown: Unknown
) -> Iterator[Violation]:
    """What can be said against a string of which the start or the end is known.

    Raises Undecided if it may still fit.
    """
    start, end = unknown.prefix, unknown.suffix
    parts = re.compile(fragment.get("parts", ""), re.DOTALL)
    edge = re.compile(fragment.get("edge", ""), re.DOTALL)
    starts = fragment.get("starts", fragment.get("enum", ("",)))
    fitting = [word for word in starts if word.startswith(start) or start.startswith(word)]
    if "enum" in fragment:
        fitting = [word for word in fitting if word.startswith(start) and word.endswith(end)]
    if start and not (fitting and parts.search(start) and edge.match(start[0])):
        shown = f"starts with `{shorten(start)}`"
    elif end and not (fitting and parts.search(end) and edge.match(end[-1])):
        shown = f"ends with `{shorten(end)}`"
    elif "starts" in fragment and not start and (wrong := _find_wrong_start(unknown, starts)):
        shown = f"starts with `{wrong}`"
    else:
        raise Undecided(unknown)
    swap = _find_swap(fragment, start)
    if "enum" in fragment:
        message = (
            f"{place.subject} {shown}, as neither of {_join_words(fragment['enum'], 'and')} does"
        )
    else:
        message = f"{place.subject} {shown}; it {fragment['description']}"
    hint = f"write `{swap[1]}` in place of `{swap[0]}`" if swap else None
    yield Violation("known part", message, place.span, hint, place.related, swap=swap)


def _find_wrong_start(unknown: Unknown, starts: Iterable[str]) -> str | None:
    """The attribute that a string begins with, if its form is none in which it may begin."""
    first, start = find_first_part(unknown), find_sample_start(unknown)
    if first is None or len(start) < max(map(len, starts)) or start.startswith(tuple(starts)):
        return None
    return f"{first.address}.{first.attribute}"


def _find_swap(fragment: Mapping[str, Any], start: str) -> tuple[str, str] | None:
    """What the start of a value has to be exchanged for, if it is certain what is meant by it."""
    tries = ((re.match(pattern, start), right) for pattern, right in fragment.get("mends", ()))
    return next(((found[0], right) for found, right in tries if found), None)


def _describe(
    place: Place, keyword: str, limit: Any, value: Any, fragment: Mapping[str, Any]
) -> Violation:
    """The violation of a keyword, in words."""
    subject, hint, replacement, swap = place.subject, None, None, None
    match keyword:
        case "enum":
            guess = find_similar(str(value), limit)
            hint = f"did you mean `{guess}`?" if guess else f"write {_join_words(limit, 'or')}"
            message = f"{subject} {_describe_value(value, place)}, not {_join_words(limit, 'or')}"
            replacement = guess
        case "pattern":
            words = fragment.get("description", f"has to match `{limit}`")
            message = f"{subject} {_describe_value(value, place)}; it {words}"
            guess = None if place.secret else _correct_slip(str(value), limit)
            swap = None if place.secret else _find_swap(fragment, str(value))
            whole = swap[1] + str(value).removeprefix(swap[0]) if swap else ""
            swap, guess = (swap, whole) if re.search(limit, whole) else (None, guess)
            hint = f"did you mean `{shorten(guess)}`?" if guess else None
            replacement = guess
        case "maxLength" | "maxBytes":
            unit = "characters" if keyword == "maxLength" else "bytes"
            size = len(value) if keyword == "maxLength" else len(value.encode())
            message = f"{subject} has {size} {unit}, more than {limit}"
        case "maxItems" if subject.endswith(" blocks"):
            message = f"there are {len(value)} {subject}, more than {limit}"
        case "maxItems" | "maxProperties":
            message = f"{subject} has {len(value)} elements, more than {limit}"
        case _:
            shown = _describe_value(value, place)
            message = f"{subject} {shown}, which `{keyword}` {limit} does not allow"
    given = str(value)
    certain = keyword == "enum" and replacement is not None and is_same_word(given, replacement)
    return Violation(
        keyword, message, place.span, hint, place.related, given, replacement, certain, swap
    )


def _join_words(words: Iterable[str], joint: str) -> str:
    return f" {joint} ".join(f"`{word}`" for word in words)


def _describe_value(value: Any, place: Place) -> str:
    if value == "":
        return "is empty"
    return "is a sensitive value" if place.secret else f"is `{shorten(str(value))}`"


def _correct_slip(value: str, pattern: str) -> str | None:
    """The value with a slip corrected that people make often, if that makes it fit."""
    trimmed = value.strip()
    tries = [trimmed]
    if re.fullmatch(r"[\w .-]*", trimmed):
        tries += [re.sub(r"[\W_]+", "-", trimmed).strip("-"), re.sub(r"\W+", "_", trimmed)]
    return next((word for word in tries if word and re.search(pattern, word)), None)
