"""Work spread over processes, and the outcomes brought home.

The processes are forks of this one, so that what has been read so far need not be sent to them.
They take the heaviest work first from a pipe that all share, this process among them, and send each
outcome home as soon as there is one. What a process that died has not sent is done here: who did
what shows in nothing but the time.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import struct
import sys
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

SPREAD = "tflint_sagemaker.engine.spread"
# The numbers of all units fit into the smallest pipe that Linux makes.
UNITS = 1000
_NUMBER = struct.Struct("<I")
_FRAME = struct.Struct("<IQ")


class Parcels(Protocol[T]):
    """How outcomes travel between processes."""

    def pack(self, told: tuple[T, Any]) -> bytes:
        """In bytes."""

    def unpack(self, data: bytes) -> tuple[T, Any]:
        """And back again."""


class Witness(Protocol):
    """Whoever notes what a run looks at, and comes forward at the event `SPREAD`."""

    def parting(self) -> None:
        """The next fork is part of the run."""

    def news(self) -> Any:
        """What has been noted in this process since it was asked last."""

    def learn(self, news: Any) -> None:
        """Note what another process has noted."""


def spread(
    work: Callable[[int], T],
    weights: Sequence[int],
    count: int,
    parcels: Callable[[], Parcels[T]],
    watch: Callable[[int, int], None] | None = None,
) -> list[T]:
    """What each piece of work comes to, in order, with so many processes beside this one.

    `parcels` makes one end of the way between two processes.
    """
    crew = _Crew(work, parcels, len(weights), watch)
    try:
        crew.hire(weights, count)
        return crew.done()
    finally:
        crew.dismiss()


def _witnesses() -> list[Witness]:
    found: list[Witness] = []
    sys.audit(SPREAD, found)
    return found


@dataclass(slots=True)
class _Helper(Generic[T]):
    """Another process: what it has sent so far, as far as it is not read."""

    pid: int
    pipe: int
    parcels: Parcels[T]
    sent: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class _Crew(Generic[T]):
    """This process and its helpers."""

    work: Callable[[int], T]
    parcels: Callable[[], Parcels[T]]
    total: int
    watch: Callable[[int, int], None] | None = None
    outcomes: dict[int, T] = field(default_factory=dict)
    units: list[list[int]] = field(default_factory=list)
    queue: int = -1
    helpers: list[_Helper[T]] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)

    def hire(self, weights: Sequence[int], count: int) -> None:
        """Start the helpers; where the system has no more to give, there are fewer."""
        order = sorted(range(len(weights)), key=lambda number: -weights[number])
        # What is imported and read on first use is there for all when they part.
        self._do(order.pop(len(order) // 2))
        size = -(-len(order) // UNITS)
        self.units = [order[at : at + size] for at in range(0, len(order), size)]
        self.witnesses = _witnesses()
        gc.freeze()  # what is there by now is garbage in no process, and stays shared
        with suppress(OSError):
            self.queue, end = os.pipe()
            os.write(end, b"".join(map(_NUMBER.pack, range(len(self.units)))))
            os.close(end)
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            for _ in range(count):
                self._fork()

    def _fork(self) -> None:
        ours, theirs = os.pipe()
        for witness in self.witnesses:
            witness.parting()
        try:
            pid = os.fork()
        except OSError:
            os.close(ours)
            os.close(theirs)
            raise
        if pid == 0:
            status = 1
            try:
                os.close(ours)
                for helper in self.helpers:
                    os.close(helper.pipe)
                self._help(theirs)
                status = 0
            finally:
                os._exit(status)
        os.close(theirs)
        self.helpers.append(_Helper(pid, ours, self.parcels()))

    def _help(self, pipe: int) -> None:
        """What a helper does, until nothing is left to do or nobody is left to do it for."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        parcels, store = self.parcels(), memo.used()
        if store is not None:
            store.handed_over()
        for witness in self.witnesses:
            witness.news()
        while (unit := self._next()) is not None:
            for number in unit:
                told = self.work(number)
                around = [witness.news() for witness in self.witnesses]
                entries = store.handed_over() if store is not None else {}
                data = parcels.pack((told, (around, entries)))
                data = _FRAME.pack(number, len(data)) + data
                while data:
                    data = data[os.write(pipe, data) :]

    def _next(self) -> list[int] | None:
        """The next unit that nobody has taken."""
        found = os.read(self.queue, _NUMBER.size) if self.queue >= 0 else b""
        return self.units[_NUMBER.unpack(found)[0]] if len(found) == _NUMBER.size else None

    def done(self) -> list[T]:
        """Do what is to be done here, take in what is sent, and make up for what is lost."""
        while (unit := self._next()) is not None:
            for number in unit:
                self._do(number)
                self._receive(0)
        while any(helper.pipe >= 0 for helper in self.helpers):
            self._receive(None)
        for number in range(self.total):
            if number not in self.outcomes:
                self._do(number)
        return [self.outcomes[number] for number in range(self.total)]

    def _do(self, number: int) -> None:
        self._tell()
        self.outcomes[number] = self.work(number)

    def _tell(self) -> None:
        if self.watch is not None:
            self.watch(len(self.outcomes), self.total)

    def _receive(self, patience: float | None) -> None:
        """Take in what has come; without limits to patience, wait until something does."""
        pipes = {helper.pipe: helper for helper in self.helpers if helper.pipe >= 0}
        ready = select.select(pipes, (), (), patience)[0] if pipes else ()
        for pipe in ready:
            helper = pipes[pipe]
            data = os.read(pipe, 1 << 20)
            helper.sent += data
            if not data:
                os.close(pipe)
                helper.pipe = -1
            self._unpack(helper)

    def _unpack(self, helper: _Helper[T]) -> None:
        sent = helper.sent
        while len(sent) >= _FRAME.size:
            number, size = _FRAME.unpack_from(sent)
            end = _FRAME.size + size
            if len(sent) < end:
                break
            told, (around, entries) = helper.parcels.unpack(bytes(sent[_FRAME.size : end]))
            del sent[:end]
            self._tell()
            self.outcomes[number] = told
            for witness, news in zip(self.witnesses, around, strict=True):
                witness.learn(news)
            store = memo.used()
            if store is not None:
                store.take_over(entries)

    def dismiss(self) -> None:
        """Leave nobody behind, whatever has happened."""
        if self.queue >= 0:
            os.close(self.queue)
            gc.unfreeze()
        for helper in self.helpers:
            if helper.pipe >= 0:
                os.close(helper.pipe)
                with suppress(OSError):
                    os.kill(helper.pid, signal.SIGKILL)
            with suppress(OSError):
                os.waitpid(helper.pid, 0)
