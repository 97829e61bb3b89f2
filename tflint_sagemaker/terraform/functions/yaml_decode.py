"""`yamldecode`: YAML as Terraform reads it (zclconf/go-cty-yaml).

PyYAML cuts the text into events. What they mean is decided here: which plain scalars are numbers,
bools, nulls and timestamps, and how merge keys and aliases work.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import convert, describe_type
from tflint_sagemaker.terraform.functions.spec import failing
from tflint_sagemaker.terraform.functions.time import yaml_timestamp
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.values import (
    Value,
    make_bool,
    make_null,
    make_number,
    make_object,
    make_string,
    make_tuple,
    make_unknown,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = "tag:yaml.org,2002:"
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys("y Y yes Yes YES true True TRUE on On ON".split(), True),
    **dict.fromkeys("n N no No NO false False FALSE off Off OFF".split(), False),
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
}
_INFINITE = compile_later(r"[+-]?\.(?:inf|Inf|INF)")
_NOT_A_NUMBER = (".nan", ".NaN", ".NAN")
_BASED = compile_later(r"0o([0-7]+)|0x([0-9a-fA-F]+)")
_STRANGE_DIRECTIVE = compile_later(r"^%(?!YAML\b|TAG\b)", re.MULTILINE)
_STRANGE_ESCAPE = compile_later(r"(?<!\\)(?:\\\\)*\\/")
# In flow collections Go and Python disagree on a colon that is followed by one of these.
_STRANGE_COLON = compile_later(r"[^\s\"']:[,\[\]{}]")


def decode(text: Value) -> Value:
    """The value that a YAML document means. Raises Failure."""
    import yaml

    source = str(text.data)
    if _STRANGE_COLON.search(source) and ("[" in source or "{" in source):
        return make_unknown("YAML with a colon before a bracket or a comma is not read here")
    try:
        return _Reader(source, yaml.parse(source, yaml.SafeLoader), yaml).document()
    except yaml.YAMLError as error:
        if "\t" in source:
            # Go takes tabs in more places than Python does.
            return make_unknown("YAML with tabs is not read here")
        mark = getattr(error, "problem_mark", None)
        place = f"on line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise failing("src", f"{place}{getattr(error, 'problem', None) or error}") from None


@dataclass(slots=True)
class _Reader:
    """A YAML document on its way from events to a value."""

    text: str
    events: Iterator[Any]
    yaml: Any
    anchors: dict[str, Value] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)

    def document(self) -> Value:
        """The one document of the stream."""
        next(self.events)
        start = next(self.events)
        if not isinstance(start, self.yaml.DocumentStartEvent):
            raise failing("src", "missing start of document")
        if start.version not in (None, (1, 1)):
            raise failing("src", "found incompatible YAML document")
        if start.explicit and _STRANGE_DIRECTIVE.search(self.text, 0, start.end_mark.index):
            raise failing("src", "found unknown directive name")
        value = self.value(next(self.events))
        next(self.events)
        if not isinstance(next(self.events), self.yaml.StreamEndEvent):
            raise failing("src", "only a single document is allowed")
        return value

    def value(self, event: Any) -> Value:
        """The value that starts with this event."""
        name = event.anchor
        if isinstance(event, self.yaml.AliasEvent):
            if name in self.pending:
                raise failing("src", f"cannot refer to anchor `{name}` from inside it")
            if name not in self.anchors:
                raise failing("src", f"reference to undefined anchor `{name}`")
            return self.anchors[name]
        if name:
            self.pending.append(name)
        if isinstance(event, self.yaml.ScalarEvent):
            found = self.scalar(event)
        elif isinstance(event, self.yaml.SequenceStartEvent):
            found = self.sequence(event)
        else:
            found = self.mapping(event)
        if name:
            self.pending.remove(name)
            self.anchors[name] = found
        return found

    def sequence(self, start: Any) -> Value:
        """A tuple."""
        if start.tag not in (None, _TAG + "seq"):
            raise failing("src", f"can't interpret sequence as {start.tag}")
        items = []
        while not isinstance(event := next(self.events), self.yaml.SequenceEndEvent):
            items.append(self.value(event))
        return make_tuple(tuple(items))

    def mapping(self, start: Any) -> Value:
        """An object."""
        if start.tag not in (None, _TAG + "map"):
            raise failing("src", f"can't interpret mapping as {start.tag}")
        items: dict[str, Value] = {}
        while not isinstance(event := next(self.events), self.yaml.MappingEndEvent):
            if not isinstance(event, self.yaml.ScalarEvent):
                raise failing("src", "only strings are allowed as mapping keys")
            if event.value == "<<" and event.tag is None:
                self.merge(items)
                continue
            key = self.scalar(event)
            if key.data is None:
                raise failing("src", "mapping key cannot be null")
            items[str(convert(key, STRING).data)] = self.value(next(self.events))
        return make_object({name: items[name] for name in sorted(items)})

    def scalar(self, event: Any) -> Value:
        """What a scalar means."""
        text = event.value
        if event.style == '"':
            written = self.text[event.start_mark.index : event.end_mark.index]
            if _STRANGE_ESCAPE.search(written):
                raise failing("src", "found unknown escape character")
            if any("\ud800" <= char <= "\udfff" for char in text):
                raise failing("src", "found invalid Unicode character escape code")
        found = _resolved(event.tag, text, quoted=event.style in ("'", '"'))
        return convert(found, STRING) if event.style in ("|", ">") else found

    def merge(self, items: dict[str, Value]) -> None:
        """Take over what a merge key brings."""
        value = self.value(next(self.events))
        if not isinstance(value.data, Mapping):
            raise failing("src", f"cannot merge {describe_type(value.type)} into mapping")
        items.update(value.data)


def _resolved(tag: str | None, text: str, *, quoted: bool) -> Value:
    """What a scalar means. Raises Failure."""
    kind = (tag or "").removeprefix(_TAG)
    if kind not in ("", "str", "bool", "int", "float", "null", "timestamp", "binary"):
        raise failing("src", f"unsupported tag `{tag}`")
    if kind not in ("str", "binary"):
        if quoted:
            return make_string(normalize("NFC", text))
        found = _plain(kind, text)
        if found is not None:
            return found
    return _tagged(kind, text)


def _plain(kind: str, text: str) -> Value | None:
    """A scalar that says by itself what it is."""
    if text in _WORDS:
        word = _WORDS[text]
        return make_null() if word is None else make_bool(word)
    if _INFINITE.fullmatch(text):
        return make_unknown("the number is infinite")
    if text in _NOT_A_NUMBER and not kind:
        raise failing("src", "floating point NaN is not supported")
    if text[:1] not in "+-.0123456789":
        return None
    if kind in ("", "timestamp"):
        stamp = yaml_timestamp(text)
        if stamp is not None:
            return stamp
    return _number(text)


def _number(text: str) -> Value | None:
    try:
        found = numbers.parse_number(text)
    except numbers.OutOfRange:
        return make_unknown("the number is too large to evaluate here")
    if found is not None:
        return make_number(found)
    based = _BASED.fullmatch(text)
    if based is None:
        return None
    value = int(based[1], 8) if based[1] else int(based[2], 16)
    if value >= 1 << 64:
        raise failing("src", f"cannot parse `{text}` as an integer")
    return make_number(value)


def _tagged(kind: str, text: str) -> Value:
    """A scalar that its tag, if any, explains."""
    match kind:
        case "null":
            return make_null()
        case "binary":
            try:
                b64decode(re.sub(r"[\r\n]", "", text), validate=True)
            except (Error, ValueError):
                raise failing("src", f"cannot parse `{text}`: not valid base64") from None
        case "bool" | "int" | "float" | "timestamp":
            raise failing("src", f"cannot parse `{text}` as !!{kind}")
        case _:
            pass
    return make_string(normalize("NFC", text))
