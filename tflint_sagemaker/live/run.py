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

from tflint_sagemaker.live.aws import LiveOutcome, release_lock, run_task
from tflint_sagemaker.live.client import Client, Request
from tflint_sagemaker.live.credentials import MissingCredentialsError, UnusableCredentialsError
from tflint_sagemaker.live.errors import RequestFailure, explain_foreign_response
from tflint_sagemaker.live.iam_actions import get_iam_action
from tflint_sagemaker.live.identity import check_account, resolve_identity, resolve_region
from tflint_sagemaker.live.sessions import ANYWHERE, Sessions
from tflint_sagemaker.rule.results import LiveSummary, RequestingIdentity
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from tflint_sagemaker.live.aws import Aws, HasProvider, LiveTask
    from tflint_sagemaker.live.client import Caller
    from tflint_sagemaker.live.identity import AwsOptions, Identity
    from tflint_sagemaker.live.store import ResponseStore

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
class AwsView:
    """AWS as the provider configuration of a subject sees it, for one check.

    A `fresh` view gives no answers of earlier runs; `stale` tells that one was given. A check has
    the `lock` except while it waits: what it reads of the configuration may be evaluated then, and
    that is no matter for several threads at a time. `reasons` is options why there is no answer.
    """

    client: Client
    options: AwsOptions
    owner: HasProvider
    identity: Identity
    caller: Caller
    lock: Lock
    stop_event: Event
    reasons: set[str]
    fresh: bool = False
    stale: bool = False

    @property
    def region(self) -> str:
        """Where the subject is made."""
        try:
            return resolve_region(self.owner, self.options, self.client.find_region(self.identity))
        except Undecided as doubt:
            self.reasons.add(doubt.reason.reason)
            raise

    @property
    def account(self) -> str:
        """Whose credentials these are."""
        return self.caller.account

    def request(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        region: str | None = None,
        missing: Collection[str] = (),
    ) -> Any | None:
        """The answer, see `Aws.ask`."""
        if self.stop_event.is_set():
            raise Undecided(Unknown("nobody waits for the answer any more"))
        where = region or self.region
        question = Request.create(self.identity, where, service, operation, parameters)
        with release_lock(self.lock):
            reply = self.client.request(question, fresh=self.fresh)
        self.stale = self.stale or reply.stored
        if reply.failure is None:
            odd = Unknown(explain_foreign_response(get_iam_action(service, operation), where))
            return _Reply(reply.answer, partial(self.report_undecided, odd))
        if reply.failure.code in missing:
            return None
        raise self.report_undecided(Unknown(reply.failure.reason))

    def report_undecided(self, reason: Unknown) -> Undecided:
        """A check ends for this reason, which is options of the run, see `Aws.report_undecided`."""
        self.reasons.add(reason.reason)
        return Undecided(reason)


@dataclass(slots=True)
class AwsRun:
    """Runs checks against AWS.

    `progress` is called with the number of checks that are finished, and of all. A request is
    sent once, also for another run of checks, and the time limit is that of all runs together,
    until `start` is called. After an interruption no request is sent.
    """

    options: AwsOptions
    store: ResponseStore | None = None
    progress: Callable[[int, int], None] | None = None
    interrupted: bool = False
    _client: Client = field(init=False)
    _lock: Lock = field(default_factory=Lock)
    _left: float = field(init=False)
    _identities: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    _missing_credentials: list[str] = field(default_factory=list)
    _bad_credentials: list[str] = field(default_factory=list)
    _unanswered: Counter[str] = field(default_factory=Counter)
    _reasons: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._client = Client(Sessions(self.options), self.store)
        self._left = self.options.timeout

    @property
    def summary(self) -> LiveSummary:
        """How it went in the latest run of checks."""
        asked = (
            RequestingIdentity(*who, tuple(sorted(where)))
            for who, where in self._identities.items()
        )
        return LiveSummary(
            tuple(asked),
            tuple(self._missing_credentials),
            tuple(self._bad_credentials),
            tuple(sorted(self._unanswered.items())),
        )

    def start(self, *, keep: bool = True) -> None:
        """Begin anew, as a program does that is run again: with `keep`, some answers are kept."""
        self._client.start_new_run(keep=keep)
        self._left = self.options.timeout
        for options in (self._identities, self._missing_credentials, self._bad_credentials):
            options.clear()

    def run(self, tasks: Sequence[LiveTask]) -> list[LiveOutcome]:
        """The outcome of each task, in their order; those without one in time are undecided."""
        waiting: SimpleQueue[int] = SimpleQueue()
        done: SimpleQueue[tuple[int, LiveOutcome]] = SimpleQueue()
        for number in range(len(tasks)):
            waiting.put(number)
        stop_event = Event()

        def process_tasks() -> None:
            while not stop_event.is_set():
                try:
                    number = waiting.get_nowait()
                except Empty:
                    return
                with self._lock:
                    found = self._run_task(tasks[number], stop_event)
                done.put((number, found))

        # Daemons: nobody waits at the end for a question that AWS is slow to answer.
        for _ in range(min(AT_ONCE, len(tasks))):
            Thread(target=process_tasks, daemon=True).start()
        outcomes, reason = self._collect(done, len(tasks))
        stop_event.set()
        late = LiveOutcome(undecided=Unknown(reason))
        self._reasons.add(reason)
        ends = [outcomes.get(number, late) for number in range(len(tasks))]
        reasons = (end.undecided.reason for end in ends if end.undecided is not None)
        self._unanswered = Counter(filter(self._reasons.__contains__, reasons))
        return ends

    def _collect(
        self, done: SimpleQueue[tuple[int, LiveOutcome]], total: int
    ) -> tuple[dict[int, LiveOutcome], str]:
        """What comes in time, and why the rest has not."""
        outcomes: dict[int, LiveOutcome] = {}
        end = time.monotonic() + self._left
        reason = ""
        with _watch_interrupts() as interrupted:
            while len(outcomes) < total and not reason:
                if self.progress is not None:
                    self.progress(len(outcomes), total)
                left = end - time.monotonic()
                if interrupted.is_set():
                    self.interrupted = True
                    reason = "the run was interrupted before AWS had answered"
                elif left <= 0 and not self._client.closed:
                    reason = f"AWS has not answered in {self.options.timeout:g} seconds"
                    reason = f"{reason} (--live-timeout)"
                else:
                    with suppress(Empty):
                        number, found = done.get(timeout=TICK)
                        outcomes[number] = found
        self._left = max(0.0, end - time.monotonic())
        if reason:
            self._client.closed = reason
        return outcomes, reason

    def _run_task(self, task: LiveTask, stop_event: Event) -> LiveOutcome:
        views: list[AwsView] = []

        def make_aws() -> Aws:
            views.append(self._make_view(task, stop_event, fresh=bool(views)))
            return views[-1]

        found = run_task(task, make_aws)
        if found.problems and views[-1].stale:
            found = run_task(
                task, make_aws
            )  # what is wrong is not said on the word of an earlier run
        if found.undecided is not None and found.undecided.reason in self._missing_credentials:
            return LiveOutcome(skipped=True)
        return found

    def _make_view(self, task: LiveTask, stop_event: Event, *, fresh: bool) -> AwsView:
        """Who asks. Raises Undecided if that is not certain, or AWS does not know them."""
        owner = task.owner
        if owner is None:
            raise Undecided(Unknown("this is of no one provider", task.subject.span))
        try:
            identity = resolve_identity(owner, self.options)
            caller = self._identify_caller(owner, identity)
        except MissingCredentialsError as lacking:
            _add_once(self._missing_credentials, str(lacking))
            raise Undecided(Unknown(str(lacking))) from None
        except Undecided as doubt:
            self._reasons.add(doubt.reason.reason)
            raise
        asking = (
            self._client,
            self.options,
            owner,
            identity,
            caller,
            self._lock,
            stop_event,
            self._reasons,
        )
        return AwsView(*asking, fresh=fresh)

    def _identify_caller(self, owner: HasProvider, identity: Identity) -> Caller:
        default: str | None = None
        found: Caller | RequestFailure
        try:
            default = self._client.find_region(identity)
            found = self._request_caller(owner, identity, default)
        except UnusableCredentialsError as unusable:
            found = RequestFailure(str(unusable))
        if isinstance(found, RequestFailure):
            reason = f"{found.reason} ({identity.shown})"
            _add_once(self._bad_credentials, reason)
            raise Undecided(Unknown(reason))
        try:
            check_account(owner, found.account)
        except Undecided as wrong:
            _add_once(self._bad_credentials, wrong.reason.reason)
            raise
        where = self._identities.setdefault((found.arn, found.account, identity.shown), set())
        with suppress(Undecided):
            where.add(resolve_region(owner, self.options, default))
        return found

    def _request_caller(
        self, owner: HasProvider, identity: Identity, default: str | None
    ) -> Caller | RequestFailure:
        try:
            region = resolve_region(owner, self.options, default)
        except Undecided:
            region = default or ANYWHERE
        with release_lock(self._lock):
            return self._client.identify_caller(identity, region)


def _add_once(where: list[str], text: str) -> None:
    if text not in where:
        where.append(text)


@contextmanager
def _watch_interrupts() -> Iterator[Event]:
    """Whether somebody has interrupted; an exception in the midst of it could lose what is known.

    Threads other than the main one are not interrupted, nor is who is options to ignore it.
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
