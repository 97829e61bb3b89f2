"""Runs the checks that ask AWS: some at a time, until a time, and until somebody interrupts."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager, suppress
from dataclasses import field
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, current_thread, main_thread
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.aws import Outcome, outcome, released
from tflint_sagemaker.live.client import Caller, Client, Question
from tflint_sagemaker.live.identity import check_account, identity_of, region_of
from tflint_sagemaker.live.sessions import ANYWHERE, NoCredentialsHere, Sessions
from tflint_sagemaker.records import dataclass
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from tflint_sagemaker.live.aws import Aws, Homed, Task
    from tflint_sagemaker.live.identity import Identity, Told
    from tflint_sagemaker.live.store import Store

AT_ONCE = 8
TICK = 0.1


@dataclass(slots=True)
class View:
    """AWS as the provider configuration of a subject sees it, for one check.

    A `fresh` view gives no answers of earlier runs; `stale` tells that one was given. A check has
    the `turn` except while it waits: what it reads of the configuration may be evaluated then, and
    that is no matter for several threads at a time.
    """

    client: Client
    told: Told
    home: Homed
    identity: Identity
    caller: Caller
    turn: Lock
    over: Event
    fresh: bool = False
    stale: bool = False

    @property
    def region(self) -> str:
        """Where the subject is made."""
        return region_of(self.home, self.told, self.client.region(self.identity))

    @property
    def account(self) -> str:
        """Whose credentials these are."""
        return self.caller.account

    def ask(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        region: str | None = None,
        missing: Collection[str] = (),
    ) -> Any | None:
        """The answer, see `Aws.ask`."""
        if self.over.is_set():
            raise Undecided(Unknown("nobody waits for the answer any more"))
        where = region or self.region
        question = Question.of(self.identity, where, service, operation, parameters)
        with released(self.turn):
            reply = self.client.ask(question, fresh=self.fresh)
        self.stale = self.stale or reply.stored
        if reply.refusal is None:
            return reply.answer
        if reply.refusal.code in missing:
            return None
        raise Undecided(Unknown(reply.refusal.reason))


@dataclass(slots=True)
class AwsRun:
    """Runs checks against AWS.

    `notices` is what people are to know: as whom AWS was asked. `lacking` says which credentials
    were not there, and `failing` which were of no use. `watch` is told how many checks of how many
    are done. What has been asked once is not asked again, also not in another run of checks.
    """

    told: Told
    store: Store | None = None
    watch: Callable[[int, int], None] | None = None
    notices: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)
    interrupted: bool = False
    _client: Client = field(init=False)
    _turn: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._client = Client(Sessions(self.told), self.store)

    def run(self, tasks: Sequence[Task]) -> list[Outcome]:
        """The outcome of each task, in their order; those without one in time are undecided."""
        waiting: SimpleQueue[int] = SimpleQueue()
        done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
        for number in range(len(tasks)):
            waiting.put(number)
        over = Event()

        def work() -> None:
            while not over.is_set():
                try:
                    number = waiting.get_nowait()
                except Empty:
                    return
                with self._turn:
                    found = self._outcome(tasks[number], over)
                done.put((number, found))

        # Daemons: nobody waits at the end for a question that AWS is slow to answer.
        for _ in range(min(AT_ONCE, len(tasks))):
            Thread(target=work, daemon=True).start()
        outcomes, reason = self._collected(done, len(tasks))
        over.set()
        late = Outcome(undecided=Unknown(reason))
        return [outcomes.get(number, late) for number in range(len(tasks))]

    def _collected(
        self, done: SimpleQueue[tuple[int, Outcome]], total: int
    ) -> tuple[dict[int, Outcome], str]:
        """What comes in time, and why the rest has not."""
        outcomes: dict[int, Outcome] = {}
        end = time.monotonic() + self.told.timeout
        with _interrupts() as interrupted:
            while len(outcomes) < total:
                if self.watch is not None:
                    self.watch(len(outcomes), total)
                left = end - time.monotonic()
                if interrupted.is_set():
                    self.interrupted = True
                    return outcomes, "the run was interrupted before AWS had answered"
                if left <= 0:
                    seconds = f"{self.told.timeout:g} seconds"
                    return outcomes, f"AWS has not answered in {seconds} (--live-timeout)"
                with suppress(Empty):
                    number, found = done.get(timeout=min(TICK, left))
                    outcomes[number] = found
        return outcomes, ""

    def _outcome(self, task: Task, over: Event) -> Outcome:
        views: list[View] = []

        def aws() -> Aws:
            views.append(self._view(task, over, fresh=bool(views)))
            return views[-1]

        found = outcome(task, aws)
        if found.problems and views[-1].stale:
            found = outcome(task, aws)  # what is wrong is not said on the word of an earlier run
        if found.undecided is not None and found.undecided.reason in self.lacking:
            return Outcome(skipped=True)
        return found

    def _view(self, task: Task, over: Event, *, fresh: bool) -> View:
        """Who asks. Raises Undecided if that is not certain, or AWS does not know them."""
        home = task.home
        if home is None:
            raise Undecided(Unknown("this is of no one provider", task.subject.span))
        identity = identity_of(home, self.told)
        try:
            caller = self._caller(home, identity)
        except NoCredentialsHere as lacking:
            self._say(self.lacking, str(lacking))
            raise Undecided(Unknown(str(lacking))) from None
        check_account(home, caller.account)
        return View(self._client, self.told, home, identity, caller, self._turn, over, fresh=fresh)

    def _caller(self, home: Homed, identity: Identity) -> Caller:
        default = self._client.region(identity)
        try:
            region = region_of(home, self.told, default)
        except Undecided:
            region = default or ANYWHERE
        with released(self._turn):
            found = self._client.caller(identity, region)
        if not isinstance(found, Caller):
            self._say(self.failing, f"{found.reason} ({identity.shown})")
            raise Undecided(Unknown(found.reason))
        notice = f"AWS is asked in account {found.account} as {found.arn} ({identity.shown})"
        self._say(self.notices, notice)
        return found

    @staticmethod
    def _say(where: list[str], text: str) -> None:
        if text not in where:
            where.append(text)


@contextmanager
def _interrupts() -> Iterator[Event]:
    """Whether somebody has interrupted; an exception in the midst of it could lose what is known.

    Threads other than the main one are not interrupted, nor is who is told to ignore it.
    """
    interrupted = Event()
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or before in (signal.SIG_IGN, None):
        yield interrupted
        return
    signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
