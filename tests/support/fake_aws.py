"""AWS on this machine: moto behind a gate that counts, and that can deny, throttle, wait, break.

Every request goes through HTTP, as it would to AWS.
"""

from __future__ import annotations

import io
import json
import re
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Environ = dict[str, Any]
    Reply = tuple[int, dict[str, Any] | str] | tuple[int, str, dict[str, str]]
    Behaviour = Callable[[Environ], Reply | None]

SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")


@dataclass(frozen=True)
class Request:
    """One request that has come: what was asked, where, and with which key.

    It is a `retry` if the same has been sent before, and no answer came in time.
    """

    operation: str
    region: str
    key: str
    parameters: str
    retry: bool
    path: str
    at: float = field(default_factory=time.monotonic)


@dataclass
class FakeAws:
    """`behaviours` take the place of moto for an operation (`ecr:DescribeImages`) or service.

    `files` are what a path has for those who show no key, as presigned addresses are for them, or
    the path that it redirects to; `downloads` are the requested paths.
    """

    server: BaseWSGIServer | None = None
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    files: dict[str, bytes | str] = field(default_factory=dict)
    downloads: list[str] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)
    _now: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def asked(self, operation: str, *, retries: bool = False) -> list[Request]:
        """The questions of an operation, or of a whole service; with retries, each request.

        A busy machine makes botocore retry now and then.
        """
        return [
            one
            for one in self.requests
            if one.operation == operation or one.operation.startswith(f"{operation}:")
            if retries or not one.retry
        ]

    def on(self, operation: str, behaviour: Behaviour) -> None:
        """Behave so for an operation; None as the reply leaves it to moto."""
        self.behaviours[operation] = behaviour

    def app(self) -> Callable[[Environ, Any], Iterable[bytes]]:
        """The gate with moto behind it."""
        moto = DomainDispatcherApplication(create_backend_app)

        def gate(environ: Environ, start: Any) -> Iterable[bytes]:
            found = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
            service = found[3] if found else ""
            with self._lock:
                self._now[service] += 1
                self.most_at_once |= self._now
            try:
                return self._answer(environ, start, moto)
            finally:
                with self._lock:
                    self._now[service] -= 1

        return gate

    def _answer(self, environ: Environ, start: Any, moto: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        request = _request(environ, body)
        path = environ["PATH_INFO"]
        if request is None and path in self.files:
            self.downloads.append(path)
            found = self.files[path]
            if isinstance(found, str):
                start("302 Found", [("Location", found), ("Content-Length", "0")])
                return []
            start("200 OK", [("Content-Length", str(len(found)))])
            return [found]
        if request is not None:
            with self._lock:
                self.requests.append(request)
            service = request.operation.partition(":")[0]
            behaviour = self.behaviours.get(request.operation, self.behaviours.get(service))
            reply = behaviour(environ) if behaviour else None
            if reply is not None:
                told = reply[1]
                text = (told if isinstance(told, str) else json.dumps(told)).encode()
                kind = [("Content-Type", "application/x-amz-json-1.1")]
                kind += reply[2].items() if len(reply) > 2 else ()
                start(f"{reply[0]} -", [*kind, ("Content-Length", str(len(text)))])
                return [text]
        answer: Iterable[bytes] = moto(environ, start)
        return list(answer)


def refusing(code: str, status: int = 400, times: int = 10**9) -> Behaviour:
    """An error of the JSON services, so many times."""
    left = [times]

    def behave(_: Environ) -> Reply | None:
        left[0] -= 1
        return (status, {"__type": code, "message": "no"}) if left[0] >= 0 else None

    return behave


def refusing_in_xml(code: str, status: int = 403) -> Behaviour:
    """An error of the query services."""
    body = f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    return lambda _: (status, body)


def saying(answer: dict[str, Any]) -> Behaviour:
    """An answer that moto does not know how to give."""
    return lambda _: (200, answer)


def slow(seconds: float) -> Behaviour:
    """As moto has it, but late."""

    def behave(_: Environ) -> None:
        time.sleep(seconds)

    return behave


def broken(environ: Environ) -> None:
    """The connection ends in the middle."""
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)


def _request(environ: Environ, body: bytes) -> Request | None:
    scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    if scope is None and b"Action=AssumeRoleWithWebIdentity" not in body:
        return None
    key, region, service = scope.groups() if scope else ("", "", "sts")
    target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    operation = target or parse_qs(body.decode(errors="replace")).get("Action", [""])[0]
    retry = not environ.get("HTTP_AMZ_SDK_REQUEST", "attempt=1").startswith("attempt=1")
    text, path = body.decode(errors="replace"), environ.get("PATH_INFO", "")
    return Request(f"{service}:{operation}", region, key, text, retry, path)


class _Handler(MotoRequestHandler):
    def log_request(self, *_: object) -> None:
        """Say nothing."""

    def log_error(self, *_: object) -> None:
        """Say nothing."""


def serving() -> Iterator[FakeAws]:
    """Serve on a free port of this machine until the generator ends."""
    fake = FakeAws()
    fake.server = make_server("127.0.0.1", 0, fake.app(), threaded=True, request_handler=_Handler)
    thread = threading.Thread(target=fake.server.serve_forever, daemon=True)
    thread.start()
    yield fake
    fake.server.shutdown()
    thread.join()
    fake.server.server_close()
