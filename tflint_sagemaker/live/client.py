"""Asks AWS: each question once a run, few at a time, not too fast, and never more than reading."""

from __future__ import annotations

import json
import time
from concurrent.futures import Future
from dataclasses import field, replace
from threading import Lock, Semaphore
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.credentials import Unusable
from tflint_sagemaker.live.ecr import LAYER
from tflint_sagemaker.live.errors import Refusal, refused, strange, unreached
from tflint_sagemaker.live.iam_actions import action
from tflint_sagemaker.live.image_layers import followed
from tflint_sagemaker.live.store import LIFETIME
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.live.identity import Identity
    from tflint_sagemaker.live.sessions import Sessions
    from tflint_sagemaker.live.store import Store

# Nothing but reading is ever asked.
SECRET = lazy_regex(r"secretsmanager:|ssm:GetParameter|sts:(?!GetCallerIdentity)")
READING = lazy_regex(r"(?:Get|Describe|List|Head|BatchGet|BatchCheck|Simulate)[A-Z]")
# Of services: how many questions at a time, and how many a second. IAM is the slow one, and the
# answers of Service Quotas have dozens of pages.
PACES = {"iam": (2, 10.0), "sts": (2, 10.0), "service-quotas": (1, 5.0)}
PACE = (8, 50.0)
# An answer with more than that is none.
MOST = 10_000
# With one of these a question asks for one page.
LIMITS = frozenset(
    {"Limit", "MaxItems", "MaxKeys", "MaxResults", "PageSize", "limit", "maxResults"}
)
# As much of an object's content as is ever read.
HEAD = 1024
NO_CONCERN = frozenset({"Environment", "ResponseMetadata"})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, where, and as whom."""

    identity: Identity
    region: str
    service: str
    operation: str
    parameters: str

    @classmethod
    def of(
        cls,
        identity: Identity,
        region: str,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
    ) -> Question:
        """The question, equal to every other one that asks the same."""
        text = json.dumps(parameters, sort_keys=True, default=list)
        return cls(identity, region, service, operation, text)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of AWS, or why there is none. `stored` tells that it is from an earlier run."""

    answer: Any = None
    refusal: Refusal | None = None
    stored: bool = False
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who AWS says that is asking."""

    account: str
    arn: str


@dataclass(slots=True)
class _Pace:
    """Lets few pass at a time, and one only after a while."""

    slots: Semaphore
    pause: float
    lock: Lock = field(default_factory=Lock)
    next: float = 0.0

    def __enter__(self) -> None:
        self.slots.acquire()
        with self.lock:
            now = time.monotonic()
            wait = max(0.0, self.next - now)
            self.next = max(now, self.next) + self.pause
        time.sleep(wait)

    def __exit__(self, *_: object) -> None:
        self.slots.release()


class Client:
    """Answers from AWS, remembered for this run and, with a store, for the next ones.

    If it is `closed`, for a reason, it tells what it knows and waits for nothing.
    """

    def __init__(self, sessions: Sessions, store: Store | None = None) -> None:
        self._sessions = sessions
        self._store = store
        self._lock = Lock()
        self._known: dict[tuple[Question, bool], Future[Reply]] = {}
        self._paces: dict[str, _Pace] = {}
        self.closed = ""

    def region(self, identity: Identity) -> str | None:
        """The region that goes with the credentials. Raises NoCredentialsHere, Unusable."""
        return self._sessions.region(identity)

    def caller(self, identity: Identity, region: str) -> Caller | Refusal:
        """Who is asking. Raises NoCredentialsHere."""
        question = Question.of(identity, region, "sts", "GetCallerIdentity", {})
        found = self._once(question, fresh=False)
        if found.refusal is not None:
            return found.refusal
        if not found.answer.keys() >= {"Account", "Arn"}:
            return Refusal(strange("sts:GetCallerIdentity", region))
        return Caller(found.answer["Account"], found.answer["Arn"])

    def ask(self, question: Question, *, fresh: bool = False) -> Reply:
        """The reply; a `fresh` one is not from an earlier run. Raises NoCredentialsHere."""
        reply = self._once(question, fresh=False)
        return self._once(question, fresh=True) if fresh and reply.stored else reply

    def renew(self, *, keep: bool) -> None:
        """What has been answered is of an earlier run now, and forgotten if it is too old for one.

        What was refused is asked again, as is everything if nothing is to be kept.
        """
        self.closed = ""
        with self._lock:
            known, self._known = self._known, {}
            if not keep:
                return
            for (question, _), future in known.items():
                if future.done() and future.exception() is None:
                    reply = future.result()
                    if reply.refusal is None and time.monotonic() - reply.at < LIFETIME:
                        kept: Future[Reply] = Future()
                        kept.set_result(replace(reply, stored=True))
                        self._known[question, False] = kept

    def _once(self, question: Question, *, fresh: bool) -> Reply:
        """The first who asks does so for all others, who wait for the reply."""
        with self._lock:
            known = self._known.get((question, fresh))
            if self.closed and not (known and known.done()):
                return Reply(refusal=Refusal(self.closed))
            future = self._known.setdefault((question, fresh), Future())
        if known is None:
            try:
                future.set_result(self._reply(question, fresh=fresh))
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()

    def _reply(self, question: Question, *, fresh: bool) -> Reply:
        key = None
        if not fresh and self._store is not None:
            key = self._key(question)
            kept = self._store.read(key) if key else None
            if kept is not None:
                return Reply(kept, stored=True)
        reply = self._asked(question)
        if reply.refusal is None and self._store is not None:
            key = key or self._key(question)
            if key is not None:
                self._store.write(key, reply.answer)
        return reply

    def _key(self, question: Question) -> list[str] | None:
        """What an answer is kept by: also who asked, for not everybody is told the same."""
        if question.service == "sts":
            return None
        caller = self.caller(question.identity, question.region)
        if isinstance(caller, Refusal):
            return None
        arn = caller.arn.rpartition("/")[0] if ":assumed-role/" in caller.arn else caller.arn
        where = [self._sessions.told.endpoint_url or "", question.region]
        return [arn, *where, question.service, question.operation, question.parameters]

    def _asked(self, question: Question) -> Reply:
        """Ask AWS."""
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        name = action(question.service, question.operation)
        if SECRET.match(name) or not READING.match(question.operation):
            raise ValueError(f"{name} is nothing that a linter may ask")
        try:
            with self._pace(question.service):
                client = self._sessions.client(question.identity, question.region, question.service)
                reply = _sent(client, question)
                if question.operation == LAYER and reply.refusal is None:
                    way = self._sessions.way(question.identity)
                    told = followed(reply.answer, name, way)
                    return Reply(refusal=told) if isinstance(told, Refusal) else Reply(told)
                return reply
        except Unusable as unusable:
            return Reply(refusal=Refusal(str(unusable)))
        except ClientError as error:
            return Reply(refusal=refused(error, name, question.region))
        except (BotoCoreError, ResponseParserError, KeyError) as error:
            return Reply(refusal=unreached(error, name, question.region))

    def _pace(self, service: str) -> _Pace:
        with self._lock:
            if service not in self._paces:
                at_once, a_second = PACES.get(service, PACE)
                self._paces[service] = _Pace(Semaphore(at_once), 1 / a_second)
            return self._paces[service]


def _sent(client: Any, question: Question) -> Reply:
    """The answer, all pages of it; one page if the question limits it."""
    methods = client.meta.method_to_api_mapping.items()
    method = next((name for name, known in methods if known == question.operation), None)
    name = action(question.service, question.operation)
    if method is None:
        return Reply(refusal=Refusal(f"this version of boto3 does not know {name}"))
    parameters = json.loads(question.parameters)
    if LIMITS.isdisjoint(parameters) and client.can_paginate(method):
        pages = client.get_paginator(method).paginate(
            **parameters, PaginationConfig={"MaxItems": MOST}
        )
        answer = pages.build_full_result()
        if "NextToken" in answer:
            return Reply(refusal=Refusal(f"{name} has more than {MOST} answers"))
        return Reply(_bare(answer))
    return Reply(_bare(getattr(client, method)(**parameters)))


def _bare(answer: Any) -> Any:
    """The answer without what is of no concern, and without what may hold secrets."""
    if isinstance(answer, dict):
        return {key: _bare(value) for key, value in answer.items() if key not in NO_CONCERN}
    if isinstance(answer, list):
        return [_bare(item) for item in answer]
    return answer.read(HEAD) if hasattr(answer, "read") else answer
