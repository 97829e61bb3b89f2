"""What a configuration comes to, packed for the way from one process of a run to another.

Sources that were read before the processes parted are named by number, so that what comes home
speaks of the same objects, and others travel once. A rule goes by code and severity. What
arrives can be nothing but the types of this package and some of Python's own: it is data.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.hcl.text import InputError, Source
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.definition import RuleInfo, Severity
from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = {("builtins", "set"), ("builtins", "frozenset"), ("fractions", "Fraction")}


class Parcels:
    """One end of the way between two processes."""

    def __init__(self, known: Iterable[Source]) -> None:
        self.sources = list(known)
        self.numbers = {id(source): number for number, source in enumerate(self.sources)}
        self.rules: dict[tuple[str, str], RuleInfo] = {}

    def pack(self, told: Any) -> bytes:
        """In bytes."""
        out = io.BytesIO()
        _Packer(self, out).dump(told)
        return out.getvalue()

    def unpack(self, data: bytes) -> Any:
        """And back again."""
        return _Unpacker(self, io.BytesIO(data)).load()

    def name(self, thing: Any) -> tuple[str, Any, Any] | None:
        """What stands for a thing on the way, None if it goes itself."""
        if isinstance(thing, RuleInfo):
            return ("rule", thing.code, thing.severity.value)
        if not isinstance(thing, Source):
            return None
        number = self.numbers.get(id(thing))
        if number is not None:
            return ("source", number, None)
        self.numbers[id(thing)] = len(self.sources)
        self.sources.append(thing)
        return ("new", thing.path, thing.text)

    def named(self, kind: str, one: Any, other: Any) -> Any:
        """The thing for which that stands."""
        match kind:
            case "source":
                return self.sources[one]
            case "new":
                self.sources.append(Source(one, other))
                return self.sources[-1]
            case _:
                return self._rule(one, other)

    def _rule(self, code: str, severity: str) -> RuleInfo:
        key = (code, severity)
        if key not in self.rules:
            rule = next(rule for rule in registry.rules() if rule.code == code)
            self.rules[key] = replace(rule, severity=Severity(severity))
        return self.rules[key]


class _Packer(pickle.Pickler):
    def __init__(self, parcels: Parcels, out: io.BytesIO) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self.parcels = parcels

    def persistent_id(self, obj: Any) -> Any:
        return self.parcels.name(obj)

    def reducer_override(self, obj: Any) -> Any:
        """An error has arguments of its own; of what is unknown, reports tell reason and place."""
        if isinstance(obj, InputError):
            return InputError, (obj.message, obj.span, obj.hint)
        if isinstance(obj, Unknown):
            return Unknown, (obj.reason, obj.span)
        return NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(self, parcels: Parcels, data: io.BytesIO) -> None:
        super().__init__(data)
        self.parcels = parcels

    def persistent_load(self, pid: Any) -> Any:
        return self.parcels.named(*pid)

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("tflint_sagemaker.") or (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} does not travel")
