"""Asks AWS: each question once a run, few at a time, not too fast, and never more than reading."""

from __future__ import annotations

import json
import time
from concurrent.futures import Future
from dataclasses import field, replace
from threading import Lock, Semaphore
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.credentials import UnusableCredentialsError
from tflint_sagemaker.live.ecr import LAYER
from tflint_sagemaker.live.errors import (
    RequestFailure,
    explain_client_error,
    explain_foreign_response,
    explain_unreachable,
)
from tflint_sagemaker.live.iam_actions import get_iam_action
from tflint_sagemaker.live.image_layers import fetch_content
from tflint_sagemaker.live.store import LIFETIME
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.live.identity import Identity
    from tflint_sagemaker.live.sessions import Sessions
    from tflint_sagemaker.live.store import ResponseStore

# Nothing but reading is ever asked.
SECRET = compile_later(r"secretsmanager:|ssm:GetParameter|sts:(?!GetCallerIdentity)")
READING = compile_later(r"(?:Get|Describe|List|Head|BatchGet|BatchCheck|Simulate)[A-Z]")
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
class Request:
    """What is asked, where, and as whom."""

    identity: Identity
    region: str
    service: str
    operation: str
    parameters: str

    @classmethod
    def create(
        cls,
        identity: Identity,
        region: str,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
    ) -> Request:
        """The question, equal to every other one that asks the same."""
        text = json.dumps(parameters, sort_keys=True, default=list)
        return cls(identity, region, service, operation, text)


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of AWS, or why there is none. `stored` tells that it is from an earlier run."""

    answer: Any = None
    failure: RequestFailure | None = None
    stored: bool = False
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who AWS says that is asking."""

    account: str
    arn: str


@dataclass(slots=True)
class _RateLimiter:
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

    def __init__(self, sessions: Sessions, store: ResponseStore | None = None) -> None:
        self._sessions = sessions
        self._store = store
        self._lock = Lock()
        self._known: dict[tuple[Request, bool], Future[Response]] = {}
        self._paces: dict[str, _RateLimiter] = {}
        self.closed = ""

    def find_region(self, identity: Identity) -> str | None:
        """The region that goes with the credentials. Raises NoCredentialsHere, Unusable."""
        return self._sessions.find_region(identity)

    def identify_caller(self, identity: Identity, region: str) -> Caller | RequestFailure:
        """Who is asking. Raises NoCredentialsHere."""
        question = Request.create(identity, region, "sts", "GetCallerIdentity", {})
        found = self._request_once(question, fresh=False)
        if found.failure is not None:
            return found.failure
        if not found.answer.keys() >= {"Account", "Arn"}:
            return RequestFailure(explain_foreign_response("sts:GetCallerIdentity", region))
        return Caller(found.answer["Account"], found.answer["Arn"])

    def request(self, question: Request, *, fresh: bool = False) -> Response:
        """The reply; a `fresh` one is not from an earlier run. Raises NoCredentialsHere."""
        reply = self._request_once(question, fresh=False)
        return self._request_once(question, fresh=True) if fresh and reply.stored else reply

    def start_new_run(self, *, keep: bool) -> None:
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
                    if reply.failure is None and time.monotonic() - reply.at < LIFETIME:
                        kept: Future[Response] = Future()
                        kept.set_result(replace(reply, stored=True))
                        self._known[question, False] = kept

    def _request_once(self, question: Request, *, fresh: bool) -> Response:
        """The first who asks does so for all others, who wait for the reply."""
        with self._lock:
            known = self._known.get((question, fresh))
            if self.closed and not (known and known.done()):
                return Response(failure=RequestFailure(self.closed))
            future = self._known.setdefault((question, fresh), Future())
        if known is None:
            try:
                future.set_result(self._load_or_request(question, fresh=fresh))
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()

    def _load_or_request(self, question: Request, *, fresh: bool) -> Response:
        key = None
        if not fresh and self._store is not None:
            key = self._make_key(question)
            kept = self._store.read(key) if key else None
            if kept is not None:
                return Response(kept, stored=True)
        reply = self._call_aws(question)
        if reply.failure is None and self._store is not None:
            key = key or self._make_key(question)
            if key is not None:
                self._store.write(key, reply.answer)
        return reply

    def _make_key(self, question: Request) -> list[str] | None:
        """What an answer is kept by: also who asked, for not everybody is told the same."""
        if question.service == "sts":
            return None
        caller = self.identify_caller(question.identity, question.region)
        if isinstance(caller, RequestFailure):
            return None
        arn = caller.arn.rpartition("/")[0] if ":assumed-role/" in caller.arn else caller.arn
        where = [self._sessions.options.endpoint_url or "", question.region]
        return [arn, *where, question.service, question.operation, question.parameters]

    def _call_aws(self, question: Request) -> Response:
        """Ask AWS."""
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        name = get_iam_action(question.service, question.operation)
        if SECRET.match(name) or not READING.match(question.operation):
            raise ValueError(f"{name} is nothing that a linter may ask")
        try:
            with self._find_limiter(question.service):
                client = self._sessions.get_client(
                    question.identity, question.region, question.service
                )
                reply = _send(client, question)
                if question.operation == LAYER and reply.failure is None:
                    way = self._sessions.get_download_settings(question.identity)
                    told = fetch_content(reply.answer, name, way)
                    return (
                        Response(failure=told)
                        if isinstance(told, RequestFailure)
                        else Response(told)
                    )
                return reply
        except UnusableCredentialsError as unusable:
            return Response(failure=RequestFailure(str(unusable)))
        except ClientError as error:
            return Response(failure=explain_client_error(error, name, question.region))
        except (BotoCoreError, ResponseParserError, KeyError) as error:
            return Response(failure=explain_unreachable(error, name, question.region))

    def _find_limiter(self, service: str) -> _RateLimiter:
        with self._lock:
            if service not in self._paces:
                at_once, a_second = PACES.get(service, PACE)
                self._paces[service] = _RateLimiter(Semaphore(at_once), 1 / a_second)
            return self._paces[service]


def _send(client: Any, question: Request) -> Response:
    """The answer, all pages of it; one page if the question limits it."""
    methods = client.meta.method_to_api_mapping.items()
    method = next((name for name, known in methods if known == question.operation), None)
    name = get_iam_action(question.service, question.operation)
    if method is None:
        return Response(failure=RequestFailure(f"this version of boto3 does not know {name}"))
    parameters = json.loads(question.parameters)
    if LIMITS.isdisjoint(parameters) and client.can_paginate(method):
        pages = client.get_paginator(method).paginate(
            **parameters, PaginationConfig={"MaxItems": MOST}
        )
        answer = pages.build_full_result()
        if "NextToken" in answer:
            return Response(failure=RequestFailure(f"{name} has more than {MOST} answers"))
        return Response(_strip_response(answer))
    return Response(_strip_response(getattr(client, method)(**parameters)))


def _strip_response(answer: Any) -> Any:
    """The answer without what is of no concern, and without what may hold secrets."""
    if isinstance(answer, dict):
        return {
            key: _strip_response(value) for key, value in answer.items() if key not in NO_CONCERN
        }
    if isinstance(answer, list):
        return [_strip_response(item) for item in answer]
    return answer.read(HEAD) if hasattr(answer, "read") else answer
