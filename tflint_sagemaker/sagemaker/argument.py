"""Evaluated arguments as rules read them: plain Python, or `Undecided`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.placeholders import STAND_IN, find_default, is_placeholder
from tflint_sagemaker.terraform.diagnostics import Related
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.values import ResourceAttribute, Value


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument that is given, or a part of one: an element of its list, a value of its map.

    `span` is the expression to underline: for a part it is the part's own expression where it
    has one. `raw` is the evaluated value, converted to the argument's type; if that cannot be
    done it is left as it is, and `misfit` says why in Terraform's words.
    """

    name: str
    raw: Value
    span: Span
    misfit: str | None = None

    @property
    def value(self) -> Any:
        """The value as plain Python. Raises Undecided when it, or some part of it, is unknown.

        The default of a variable that says what to put in its place is as good as unknown.
        """
        if isinstance(self.raw.data, str) and not self.raw.via:
            return self.raw.data
        reason = self.raw.unknown
        if reason is not None:
            raise Undecided(reason)
        if is_placeholder(self.raw):
            raise Undecided(Unknown(f"`{self.name}` waits to be replaced", self.span))
        return convert_to_plain(self.raw)

    @property
    def text(self) -> str | None:
        """The value if it is a string, None if it is null or no string. Raises Undecided."""
        return value if isinstance(value := self.value, str) else None

    @property
    def shown(self) -> str:
        """The value as a message may quote it: short, and not at all if it is sensitive."""
        return "(sensitive)" if self.raw.sensitive else shorten(str(self.value))

    @property
    def is_null(self) -> bool:
        """Whether it is null, which is as good as not given. Raises Undecided."""
        if isinstance(self.raw.data, Unknown):
            if self.raw.data.not_null:
                return False
            raise Undecided(self.raw.data)
        return self.raw.data is None

    @property
    def source(self) -> ResourceAttribute | None:
        """The resource's attribute that this will be equal to, if it is unknown but for that."""
        return self.raw.data.source if isinstance(self.raw.data, Unknown) else None

    @property
    def sources(self) -> tuple[ResourceAttribute, ...]:
        """The resources' attributes that the value is taken from unchanged, known or not."""
        taken = tuple(step.source for step in self.raw.via if step.source is not None)
        return (*taken, self.source) if self.source else taken

    @property
    def prefix(self) -> str:
        """What a string that is unknown is certain to start with; nothing for other values."""
        return self.raw.data.prefix if isinstance(self.raw.data, Unknown) else ""

    @property
    def suffix(self) -> str:
        """What a string that is unknown is certain to end with; nothing for other values."""
        return self.raw.data.suffix if isinstance(self.raw.data, Unknown) else ""

    @property
    def start(self) -> str:
        """As much of a string as is known from its start: all of it, if it is known."""
        return self.raw.data if isinstance(self.raw.data, str) else self.prefix

    @property
    def is_replaceable(self) -> bool:
        """Whether it comes from the default of a variable, which may be given another value."""
        return any(step.is_default for step in self.raw.via)

    def require_final(self) -> None:
        """Raise Undecided if the known start of the text is a placeholder for another text."""
        if STAND_IN.search(self.start):
            raise Undecided(Unknown(f"`{self.name}` waits to be replaced", self.span))

    def require_not_default(self) -> None:
        """Raise Undecided if it depends on the default of a variable, which may be replaced."""
        if find_default(self.raw) is not None:
            raise Undecided(Unknown("a variable may be given another value", self.span))

    def starts_with(self, prefix: str) -> bool:
        """Whether the string starts so; decided also if only the start of it is known."""
        if isinstance(self.raw.data, Unknown):
            known = self.raw.data.prefix
            if known.startswith(prefix):
                return True
            if not prefix.startswith(known):
                return False
        text = self.text
        return text is not None and text.startswith(prefix)

    def ends_with(self, suffix: str) -> bool:
        """Whether the string ends so; decided also if only the end of it is known."""
        if isinstance(self.raw.data, Unknown):
            known = self.raw.data.suffix
            if known.endswith(suffix):
                return True
            if not suffix.endswith(known):
                return False
        text = self.text
        return text is not None and text.endswith(suffix)

    def can_equal(self, text: str) -> bool:
        """Return whether the value is the text, or may be it as far as it is known."""
        if isinstance(self.raw.data, Unknown):
            return text.startswith(self.prefix) and text.endswith(self.suffix)
        return bool(self.raw.data == text)

    def point(self, part: Span, what: str) -> tuple[Span, tuple[Related, ...]]:
        """Where to point for a fault in a part of the value, and the places related to it.

        Terraform points at the whole value, by its first line. A part on that line is told from
        the rest; a part further down is shown beside the whole.
        """
        same_line = part.source is self.span.source and part.first.line == self.span.first.line
        if same_line or part == self.span:
            return part, self.related
        return self.span, (Related(what, part), *self.related)

    def elements(self) -> Iterator[Argument]:
        """The elements of a list, set or tuple. Raises Undecided if their number is unknown."""
        match self.raw.data:
            case Unknown():
                raise Undecided(self.raw.data)
            case tuple():
                for item in self.raw.data:
                    yield Argument(self.name, item, item.span or self.span)

    def items(self) -> Iterator[tuple[str, Argument]]:
        """Keys and values of a map or object. Raises Undecided if the keys are unknown."""
        match self.raw.data:
            case Unknown():
                raise Undecided(self.raw.data)
            case Mapping():
                for key, item in self.raw.data.items():
                    yield key, Argument(key, item, item.span or self.span)

    @property
    def related(self) -> tuple[Related, ...]:
        """The places that the value came through, for the reader of a finding."""
        return tuple(Related(step.what, step.span) for step in self.raw.via)


def convert_to_plain(value: Value) -> Any:
    """A wholly known value as plain Python: str, bool, int, float, list, dict or None."""
    if isinstance(value.data, str):
        return value.data
    match value.data:
        case tuple():
            return [convert_to_plain(item) for item in value.data]
        case Mapping():
            return {key: convert_to_plain(item) for key, item in value.data.items()}
        case Fraction():
            return float(value.data)
        case _:
            return value.data


def shorten(text: str, most: int = 80) -> str:
    """A text short enough for a message, on one line."""
    line = text
    if not text.isprintable():
        line = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
    return line if len(line) <= most else f"{line[: most - 1]}…"
