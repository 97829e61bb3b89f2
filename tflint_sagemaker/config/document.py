"""A parsed configuration file: its values, and the position of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.files import PROJECT, TABLE
from tflint_sagemaker.config.toml_positions import find_positions
from tflint_sagemaker.hcl.text import InputError, Source, Span, read_source
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.config.toml_positions import KeyPath, TomlPosition

_PLACE = compile_later(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class ConfigError(Exception):
    """A configuration that cannot be used; each fault has its position and a hint."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        super().__init__("; ".join(f"{fault.span}: {fault.message}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Document:
    """The table of this program in a file. Key paths are relative to that table."""

    path: Path
    source: Source
    data: Mapping[str, Any]
    known: Mapping[KeyPath, TomlPosition]
    prefix: KeyPath

    def locate_value(self, key: KeyPath) -> Span:
        """Return the span of a value, or of the table around it if it is not written out."""
        return self._locate(key, 1)

    def locate_key(self, key: KeyPath) -> Span:
        """Return the span of the name of a key."""
        return self._locate(key, 0)

    def _locate(self, key: KeyPath, part: int) -> Span:
        full = (*self.prefix, *key)
        while full and full not in self.known:
            full = full[:-1]
        start, end = self.known[full][part] if full else (0, 0)
        return Span(self.source, start, end)

    def describe_origin(self, key: KeyPath) -> str:
        """Return file and line of a value, as `file:line`."""
        span = self.locate_value(key)
        return f"{span.source.path}:{span.first.line}"


def read_document(path: Path, format_path: Callable[[Path], str]) -> Document:
    """Read a configuration file. Raises ConfigError if it is not TOML."""
    import tomllib

    try:
        source = read_source(path, format_path(path))
    except InputError as error:
        raise ConfigError([error]) from None
    text = source.text.removeprefix("\ufeff")
    try:
        data: Any = tomllib.loads(text)
        known = find_positions(source.text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_make_syntax_error(source, str(error))]) from None
    except RecursionError:
        fault = InputError("this is nested too deeply", Span(source, 0, 0))
        raise ConfigError([fault]) from None
    prefix: KeyPath = ()
    if path.name == PROJECT:
        prefix = TABLE
        for name in TABLE:
            data = data.get(name, {}) if isinstance(data, dict) else {}
    document = Document(path, source, data, known, prefix)
    if not isinstance(data, dict):
        fault = InputError("`tool.tflint-sagemaker` is not a table", document.locate_value(()))
        raise ConfigError([fault])
    return document


def _make_syntax_error(source: Source, message: str) -> InputError:
    """Return the error of tomllib, at the position in its message."""
    match = _PLACE.search(message)
    at = len(source.text)
    if match and match[1]:
        starts = source.find_line_starts()
        at = min(at, starts[int(match[1]) - 1] + int(match[2]) - 1)
    said = message[: match.start()] if match else message
    said = said[:1].lower() + said[1:]
    return InputError(f"this is not TOML: {said}", Span(source, at, at))
