"""What is done for every request: its id, its log line, its metrics, and its worst case."""

from __future__ import annotations

import asyncio
import contextlib
import re
from time import monotonic
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rlcoach.api.problems import unexpected_problem
from rlcoach.core.ids import new_id
from rlcoach.core.logging import get_logger, log_context
from rlcoach.core.metrics import HTTP_REQUEST_SECONDS, HTTP_REQUESTS

log = get_logger(__name__)

REQUEST_ID_HEADER = "X-Request-Id"
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_UNREAD_BYTES = 64 * 1024 * 1024
_UNREAD_SECONDS = 10.0
# The few pages there are hold their own styles, and the one to try addresses at its own script.
_PAGES_MAY_LOAD = "default-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
_NOT_LOGGED = ("/health/", "/metrics")


class RequestMiddleware:
    """Gives a request its id, and everything that is logged of it; counts and times it.

    The id may come from whoever passes the request on, so that his log and ours fit together.
    What no handler expected is answered here, still with an id.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles a request; passes on what is none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(receive, send, request_id)
        started = monotonic()
        with log_context(request_id=request_id):
            try:
                await self._app(scope, answer.receive, answer.send)
            except Exception as error:  # the last place that can still answer
                if answer.status is not None:
                    raise
                await unexpected_problem(scope, error)(scope, answer.receive, answer.send)
            finally:
                _note(scope, answer.status, monotonic() - started)


class _Answer:
    """Both directions of one request, watched."""

    def __init__(self, receive: Receive, send: Send, request_id: str) -> None:
        self._receive = receive
        self._send = send
        self._request_id = request_id
        self._is_read = False
        self.status: int | None = None

    async def receive(self) -> Message:
        """Passes on a part of the body."""
        message = await self._receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self._is_read = True
        return message

    async def send(self, message: Message) -> None:
        """Passes on a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if not self._is_read:
                await self._read_rest()
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID_HEADER] = self._request_id
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Content-Security-Policy"] = _PAGES_MAY_LOAD
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)

    async def _read_rest(self) -> None:
        """Reads what a refused request still sends.

        To close a connection with unread bytes in it can throw the answer away on its way, and
        the sender would not learn why he was refused.
        """
        left = _UNREAD_BYTES
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_UNREAD_SECONDS):
                while left > 0 and not self._is_read:
                    left -= len((await self.receive()).get("body", b"")) + 1


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
    return given if _REQUEST_ID.fullmatch(given) else str(new_id())


def _note(scope: Scope, status: int | None, seconds: float) -> None:
    route = _route(scope)
    method = scope["method"] if route != "none" else "any"
    shown = "none" if status is None else str(status)
    HTTP_REQUESTS.labels(method=method, route=route, status=shown).inc()
    HTTP_REQUEST_SECONDS.labels(method=method, route=route).observe(seconds)
    if not route.startswith(_NOT_LOGGED):
        log.info(
            "request_answered",
            method=scope["method"],
            route=route,
            status=status,
            seconds=round(seconds, 4),
        )


def _route(scope: Scope) -> str:
    """The template of the path: paths themselves would make a metric of every id."""
    route: Any = scope.get("route")
    path: str | None = getattr(route, "path", None)
    return path or "none"
