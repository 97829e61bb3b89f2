"""The store in use, and values that are computed once."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from tflint_sagemaker.cache.store import Store, hash_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_active: ContextVar[Store | None] = ContextVar("store", default=None)


@contextmanager
def activate(store: Store | None) -> Iterator[None]:
    """Use a store in this context; without one nothing is cached."""
    token = _active.set(store)
    try:
        yield
    finally:
        _active.reset(token)
        if store is not None:
            store.save()


def get_store() -> Store | None:
    """Return the store in use."""
    return _active.get()


def compute_once(kind: str, version: str, given: str, compute: Callable[[], T]) -> T:
    """Return the value of a pure function, from the store or computed.

    `version` identifies the code that computes it (see `keys`), and `given` the input. The value
    is JSON and never None; an exception is not cached.
    """
    store = _active.get()
    if store is None:
        return compute()
    name = hash_texts(kind, version, given)
    found: T | None = store.read_entry(name)
    if found is None:
        found = compute()
        store.add_entry(name, found)
    return found
