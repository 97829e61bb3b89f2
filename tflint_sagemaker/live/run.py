"""Runs the checks that ask AWS: some at a time, until a time, and until somebody interrupts."""

from __future__ import annotations

import signal
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import field
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, current_thread, main_thread
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.aws import Outcome, outcome, released
from tflint_sagemaker.live.client import Client, Question
from tflint_sagemaker.live.credentials import NoCredentialsHere, Unusable
from tflint_sagemaker.live.errors import Refusal, strange
from tflint_sagemaker.live.iam_actions import action
from tflint_sagemaker.live.identity import check_account, identity_of, region_of
from tflint_sagemaker.live.sessions import ANYWHERE, Sessions
from tflint_sagemaker.rule.results import LiveSummary, RequestingIdentity
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from tflint_sagemaker.live.aws import Aws, HasProvider, Task
    from tflint_sagemaker.live.client import Caller
    from tflint_sagemaker.live.identity import Identity, Told
    from tflint_sagemaker.live.store import Store

AT_ONCE = 8
TICK = 0.1


class _Reply(dict[str, Any]):
    """An answer of AWS: what it lacks that a rule counts on makes the check undecided."""

    def __init__(self, answer: Mapping[str, Any], odd: Callable[[], Undecided]) -> None:
        super().__init__(answer)
        self._odd = odd

    def __missing__(self, _: str) -> Any:
        raise self._odd()


@dataclass(slots=True)
class View:
    """AWS as the provider configuration of a subject sees it, for one check.

    A `fresh` view gives no answers of earlier runs; `stale` tells that one was given. A check has
    the `turn` except while it waits: what it reads of the configuration may be evaluated then, and
    that is no matter for several threads at a time. `silent` is told why there is no answer.
    """

    client: Client
    told: Told
    home: HasProvider
    identity: Identity
    caller: Caller
    turn: Lock
    over: Event
    silent: set[str]
    fresh: bool = False
    stale: bool = False

    @property
    def region(self) -> str:
        """Where the subject is made."""
        try:
            return region_of(self.home, self.told, self.client.region(self.identity))
        except Undecided as doubt:
            self.silent.add(doubt.reason.reason)
            raise

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
            odd = Unknown(strange(action(service, operation), where))
            return _Reply(reply.answer, partial(self.unanswered, odd))
        if reply.refusal.code in missing:
            return None
        raise self.unanswered(Unknown(reply.refusal.reason))

    def unanswered(self, reason: Unknown) -> Undecided:
        """A check ends for this reason, which is told of the run, see `Aws.unanswered`."""
        self.silent.add(reason.reason)
        return Undecided(reason)


@dataclass(slots=True)
class AwsRun:
    """Runs checks against AWS.

    `watch` is told how many checks of how many are done. What has been asked once is not asked
    again, also not in another run of checks, and the time is that of all of them together, until
    they are begun anew. After an interruption nothing more is asked.
    """

    told: Told
    store: Store | None = None
    watch: Callable[[int, int], None] | None = None
    interrupted: bool = False
    _client: Client = field(init=False)
    _turn: Lock = field(default_factory=Lock)
    _left: float = field(init=False)
    _asked: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    _lacking: list[str] = field(default_factory=list)
    _failing: list[str] = field(default_factory=list)
    _unanswered: Counter[str] = field(default_factory=Counter)
    _silent: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._client = Client(Sessions(self.told), self.store)
        self._left = self.told.timeout

    @property
    def course(self) -> LiveSummary:
        """How it went in the latest run of checks."""
        asked = (
            RequestingIdentity(*who, tuple(sorted(where))) for who, where in self._asked.items()
        )
        return LiveSummary(
            tuple(asked),
            tuple(self._lacking),
            tuple(self._failing),
            tuple(sorted(self._unanswered.items())),
        )

    def begin(self, *, keep: bool = True) -> None:
        """Begin anew, as a program does that is run again: with `keep`, some answers are kept."""
        self._client.renew(keep=keep)
        self._left = self.told.timeout
        for told in (self._asked, self._lacking, self._failing):
            told.clear()

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
        self._silent.add(reason)
        ends = [outcomes.get(number, late) for number in range(len(tasks))]
        reasons = (end.undecided.reason for end in ends if end.undecided is not None)
        self._unanswered = Counter(filter(self._silent.__contains__, reasons))
        return ends

    def _collected(
        self, done: SimpleQueue[tuple[int, Outcome]], total: int
    ) -> tuple[dict[int, Outcome], str]:
        """What comes in time, and why the rest has not."""
        outcomes: dict[int, Outcome] = {}
        end = time.monotonic() + self._left
        reason = ""
        with _interrupts() as interrupted:
            while len(outcomes) < total and not reason:
                if self.watch is not None:
                    self.watch(len(outcomes), total)
                left = end - time.monotonic()
                if interrupted.is_set():
                    self.interrupted = True
                    reason = "the run was interrupted before AWS had answered"
                elif left <= 0 and not self._client.closed:
                    reason = f"AWS has not answered in {self.told.timeout:g} seconds"
                    reason = f"{reason} (--live-timeout)"
                else:
                    with suppress(Empty):
                        number, found = done.get(timeout=TICK)
                        outcomes[number] = found
        self._left = max(0.0, end - time.monotonic())
        if reason:
            self._client.closed = reason
        return outcomes, reason

    def _outcome(self, task: Task, over: Event) -> Outcome:
        views: list[View] = []

        def aws() -> Aws:
            views.append(self._view(task, over, fresh=bool(views)))
            return views[-1]

        found = outcome(task, aws)
        if found.problems and views[-1].stale:
            found = outcome(task, aws)  # what is wrong is not said on the word of an earlier run
        if found.undecided is not None and found.undecided.reason in self._lacking:
            return Outcome(skipped=True)
        return found

    def _view(self, task: Task, over: Event, *, fresh: bool) -> View:
        """Who asks. Raises Undecided if that is not certain, or AWS does not know them."""
        home = task.home
        if home is None:
            raise Undecided(Unknown("this is of no one provider", task.subject.span))
        try:
            identity = identity_of(home, self.told)
            caller = self._caller(home, identity)
        except NoCredentialsHere as lacking:
            _say(self._lacking, str(lacking))
            raise Undecided(Unknown(str(lacking))) from None
        except Undecided as doubt:
            self._silent.add(doubt.reason.reason)
            raise
        asking = (self._client, self.told, home, identity, caller, self._turn, over, self._silent)
        return View(*asking, fresh=fresh)

    def _caller(self, home: HasProvider, identity: Identity) -> Caller:
        default: str | None = None
        found: Caller | Refusal
        try:
            default = self._client.region(identity)
            found = self._called(home, identity, default)
        except Unusable as unusable:
            found = Refusal(str(unusable))
        if isinstance(found, Refusal):
            reason = f"{found.reason} ({identity.shown})"
            _say(self._failing, reason)
            raise Undecided(Unknown(reason))
        try:
            check_account(home, found.account)
        except Undecided as wrong:
            _say(self._failing, wrong.reason.reason)
            raise
        where = self._asked.setdefault((found.arn, found.account, identity.shown), set())
        with suppress(Undecided):
            where.add(region_of(home, self.told, default))
        return found

    def _called(
        self, home: HasProvider, identity: Identity, default: str | None
    ) -> Caller | Refusal:
        try:
            region = region_of(home, self.told, default)
        except Undecided:
            region = default or ANYWHERE
        with released(self._turn):
            return self._client.caller(identity, region)


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
