"""Dataclasses that are cheap to declare: nothing is compiled for them before it is needed.

For a frozen dataclass the standard library writes and compiles six functions, 0.4 ms a class; with
180 classes, most of them without an instance, that was a fifth of a short run. Here fields, slots
and what `fields`, `replace` and `match` need are the standard library's. Of the methods,
`__init__`, `__eq__` and `__hash__` are compiled when they are first called, and the others are the
same for all classes. Why it is so: docs/decisions/0009-records.md.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError, field, fields
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

    Method = Callable[..., Any]
    Written = tuple[str, str, dict[str, Any]]  # name, code, and what the code knows
    Write = Callable[[type[Any]], Written]

Class = TypeVar("Class", bound=type)


@dataclass_transform(field_specifiers=(field,))
def dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, kw_only: bool = False
) -> Callable[[Class], Class]:
    """Declare a dataclass, as `dataclasses.dataclass` does. Such classes may be inherited from."""
    bare = dataclasses.dataclass(  # noqa: TID251 - the one place
        init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
    )

    def wrap(cls: Class) -> Class:
        cls.__doc__ = cls.__doc__ or cls.__name__  # else the signature would be worked out for it
        whole = cast("Class", bare(cls))
        methods: dict[str, Any] = {"__init__": _defer(whole, _write_init), "__repr__": _format_repr}
        if frozen:
            methods |= FROZEN
        if eq:
            methods["__eq__"] = _defer(whole, _write_eq)
            methods["__hash__"] = _defer(whole, _write_hash) if frozen else None
        for name in methods.keys() - vars(cls).keys():
            setattr(whole, name, methods[name])
        return whole

    return wrap


def _defer(cls: type[Any], write: Write) -> Method:
    """Return a method that compiles its replacement when it is first called."""

    def compile_and_call(self: Any, *given: Any, **named: Any) -> Any:
        name, code, known = write(cls)
        exec(code, known)  # noqa: S102 - it is written below
        setattr(cls, name, known[name])
        return known[name](self, *given, **named)

    return compile_and_call


def _write_eq(cls: type[Any]) -> Written:
    code = f"""
def __eq__(self, other):
    if other.__class__ is not self.__class__:
        return NotImplemented
    return {_list_values(cls, "self")} == {_list_values(cls, "other")}
"""
    return "__eq__", code, {}


def _write_hash(cls: type[Any]) -> Written:
    return "__hash__", f"def __hash__(self): return hash({_list_values(cls, 'self')})", {}


def _list_values(cls: type[Any], of: str) -> str:
    return f"({''.join(f'{of}.{one.name}, ' for one in fields(cls) if one.compare)})"


def _write_init(cls: type[Any]) -> Written:
    """Return code that assigns to each field its argument or its default."""
    frozen = vars(cls).get("__setattr__") is _refuse_to_set
    known: dict[str, Any] = {"_set": object.__setattr__, "_not_given": MISSING}
    plain: list[str] = []
    named: list[str] = []
    body: list[str] = []
    for one in fields(cls):
        name, value = one.name, one.name
        if one.default_factory is not MISSING:
            known[f"_make_{name}"] = one.default_factory
            value = f"_make_{name}()"
            if one.init:
                value += f" if {name} is _not_given else {name}"
        elif not one.init and one.default is MISSING:
            continue  # `__post_init__` sets it
        elif one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            value = name if one.init else f"_default_{name}"
        if one.init:
            default = f"_default_{name}" if f"_default_{name}" in known else "_not_given"
            required = one.default is one.default_factory is MISSING
            (named if one.kw_only else plain).append(name if required else f"{name}={default}")
        body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    given = ", ".join(["self", *plain, *(["*", *named] if named else [])])
    code = f"def __init__({given}):\n " + "\n ".join(body or ["pass"])
    return "__init__", code, known


@recursive_repr()
def _format_repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


FROZEN: dict[str, Any] = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _get_state,
    "__setstate__": _set_state,
}
