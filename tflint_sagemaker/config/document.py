"""A configuration file as it is written: its values, and where each of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.files import PROJECT, TABLE
from tflint_sagemaker.config.toml_positions import places
from tflint_sagemaker.hcl import read_source
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.config.toml_positions import Key, Place

_PLACE = lazy_regex(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class ConfigError(Exception):
    """A configuration that cannot be used; each fault says where it is and how to mend it."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        super().__init__("; ".join(f"{fault.span}: {fault.message}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Document:
    """The table that is ours. Paths of keys start there, whatever stands around it."""

    path: Path
    source: Source
    data: Mapping[str, Any]
    known: Mapping[Key, Place]
    prefix: Key

    def at(self, key: Key) -> Span:
        """Where a value stands, or what it is in, if it is not written out."""
        return self._span(key, 1)

    def named(self, key: Key) -> Span:
        """Where the name of a key stands."""
        return self._span(key, 0)

    def _span(self, key: Key, part: int) -> Span:
        full = (*self.prefix, *key)
        while full and full not in self.known:
            full = full[:-1]
        start, end = self.known[full][part] if full else (0, 0)
        return Span(self.source, start, end)

    def origin(self, key: Key) -> str:
        """File and line of a value."""
        span = self.at(key)
        return f"{span.source.path}:{span.first.line}"


def read(path: Path, shown: Callable[[Path], str]) -> Document:
    """Read a configuration file. Raises ConfigError if it is not TOML."""
    import tomllib

    try:
        source = read_source(path, shown(path))
    except InputError as error:
        raise ConfigError([error]) from None
    text = source.text.removeprefix("\ufeff")
    try:
        data: Any = tomllib.loads(text)
        known = places(source.text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(source, str(error))]) from None
    except RecursionError:
        fault = InputError("this is nested too deeply", Span(source, 0, 0))
        raise ConfigError([fault]) from None
    prefix: Key = ()
    if path.name == PROJECT:
        prefix = TABLE
        for name in TABLE:
            data = data.get(name, {}) if isinstance(data, dict) else {}
    document = Document(path, source, data, known, prefix)
    if not isinstance(data, dict):
        fault = InputError("`tool.tflint-sagemaker` is not a table", document.at(()))
        raise ConfigError([fault])
    return document


def _syntax(source: Source, message: str) -> InputError:
    """What tomllib says, at the place that it says."""
    match = _PLACE.search(message)
    at = len(source.text)
    if match and match[1]:
        starts = source.line_starts()
        at = min(at, starts[int(match[1]) - 1] + int(match[2]) - 1)
    said = message[: match.start()] if match else message
    said = said[:1].lower() + said[1:]
    return InputError(f"this is not TOML: {said}", Span(source, at, at))
