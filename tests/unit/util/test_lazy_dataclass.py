"""Records behave as the dataclasses of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from tflint_sagemaker.util import lazy_dataclass

Decorator = Callable[..., Callable[[type], type]]


def declared(decorator: Decorator, **options: bool) -> Any:
    """A class with every kind of field that the project declares."""

    class Shown:
        """An example."""

        plain: int
        hidden: str = field(repr=False)
        fixed: str = "fixed"
        made: list[int] = field(default_factory=list)
        aside: int = field(default=0, compare=False)
        inner: dict[str, int] = field(default_factory=dict, init=False, compare=False, repr=False)
        named: str = field(default="named", kw_only=True)

        @property
        def double(self) -> int:
            return self.plain * 2

    Shown.__qualname__ = "Shown"
    return decorator(**options)(Shown)


ACTS: dict[str, Callable[[Any], object]] = {
    "positions": lambda made: repr(made(1, "x", "y", [2], 3, named="n")),
    "names": lambda made: repr(made(plain=1, hidden="x", made=[3], named="n")),
    "defaults": lambda made: repr(made(1, "x")),
    "hidden": lambda made: made(1, "x").hidden,
    "own list": lambda made: made(1, "x").made is made(1, "x").made,
    "inner": lambda made: made(1, "x").inner,
    "property": lambda made: made(1, "x").double,
    "equal": lambda made: (made(1, "x") == made(1, "x"), made(1, "x") != made(1, "x")),
    "unequal": lambda made: (made(1, "x") == made(2, "x"), made(1, "x") == 1),
    "not compared": lambda made: made(1, "x", aside=1) == made(1, "x", aside=2),
    "no such argument": lambda made: made(1, "x", other=1),
    "too few": lambda made: made(1),
    "too many": lambda made: made(1, "x", "y", [], 0, "n"),
    "not for init": lambda made: made(1, "x", inner={}),
    "assigning": lambda made: setattr(made(1, "x"), "plain", 2),
    "deleting": lambda made: delattr(made(1, "x"), "plain"),
    "hash": lambda made: isinstance(hash(made(1, "x", made=())), int),
    "equal hashes": lambda made: len({made(1, "x", made=()), made(1, "x", made=())}),
    "not hashed": lambda made: len({made(1, "x", made=(), aside=1), made(1, "x", made=())}),
    "replace": lambda made: repr(dataclasses.replace(made(1, "x"), plain=2)),
    "fields": lambda made: [one.name for one in dataclasses.fields(made)],
    "match": lambda made: made.__match_args__,
    "slots": lambda made: hasattr(made(1, "x"), "__dict__"),
    "copy": lambda made: repr(copy.copy(made(1, "x"))),
    "deep copy": lambda made: repr(copy.deepcopy(made(1, "x", made=[1]))),
    "cycle": lambda made: repr(cyclic(made)),
    "text": lambda made: (made.__doc__, made.__name__, made.__qualname__, made.__module__),
}
OPTIONS = [
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "eq": False},
    {"slots": True},
    {"eq": False},
    {},
]


def cyclic(made: Any) -> Any:
    one = made(plain=1, hidden="x")
    one.made.append(one)
    return one


def outcome(act: Callable[[Any], object], made: Any) -> object:
    try:
        return act(made)
    except (TypeError, AttributeError, dataclasses.FrozenInstanceError) as error:
        return type(error), str(error).rpartition(".")[2]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("act", ACTS)
def test_a_record_behaves_as_a_dataclass(act: str, options: dict[str, bool]) -> None:
    expected = outcome(ACTS[act], declared(dataclasses.dataclass, **options))
    made = declared(lazy_dataclass.dataclass, **options)
    assert outcome(ACTS[act], made) == expected, "at the first call"
    assert outcome(ACTS[act], made) == expected, "at the second"


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_record_can_be_sent_to_another_process(
    options: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = declared(lazy_dataclass.dataclass, **options)
    monkeypatch.setitem(globals(), "Shown", made)
    sent = pickle.loads(pickle.dumps(made(plain=1, hidden="x", made=[1])))
    assert repr(sent) == repr(made(plain=1, hidden="x", made=[1]))


@pytest.mark.parametrize("options", [one for one in OPTIONS if not one.get("kw_only")], ids=str)
@pytest.mark.parametrize("act", ACTS)
def test_a_record_that_inherits_from_another_is_one(act: str, options: dict[str, bool]) -> None:
    def inheriting(decorator: Decorator) -> Any:
        class Shown(declared(decorator, **options)):  # type: ignore[misc]
            """An example."""

            more: int = field(default=4, kw_only=True)

        return decorator(**options)(Shown)

    expected = outcome(ACTS[act], inheriting(dataclasses.dataclass))
    made = inheriting(lazy_dataclass.dataclass)
    assert outcome(ACTS[act], made) == expected, "at the first call"
    assert outcome(ACTS[act], made) == expected, "at the second"


def test_methods_of_the_class_are_kept() -> None:
    @lazy_dataclass.dataclass(frozen=True)
    class Own:
        size: int

        def __init__(self) -> None:
            object.__setattr__(self, "size", 7)

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 8

        def __repr__(self) -> str:
            return "own"

    assert (Own().size, Own() == 1, hash(Own()), repr(Own())) == (7, True, 8, "own")


def test_what_follows_init_is_called() -> None:
    @lazy_dataclass.dataclass(slots=True)
    class After:
        size: int
        double: int = field(init=False)

        def __post_init__(self) -> None:
            self.double = self.size * 2

    assert [After(2).double, After(size=3).double] == [4, 6]


def test_an_empty_record() -> None:
    @lazy_dataclass.dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(())
