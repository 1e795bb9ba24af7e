"""What happens before a body is read: who sends it is asked, and its length is bounded.

The framework reads and parses a body before it looks at anything else a route asks for. Anybody
could fill its memory so, and would be told of his body's faults in place of his token's.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Message
from structlog.contextvars import bind_contextvars

from rlcoach.api.dependencies import bearer, get_caller, get_runtime
from rlcoach.auth.api_tokens import Scope
from rlcoach.core.errors import NotSignedIn
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.tokens.service import authenticate
from rlcoach.services.tokens.views import Caller

MAX_JSON_BYTES = 256 * 1024
"""Of a body the framework reads, as it keeps that whole. Uploads are read by their own route."""


class GuardedRoute(APIRoute):
    """A route that asks for the token its callers need before it reads a body of bounded length."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        answer = super().get_route_handler()
        callers = [_scopes_of(each) for each in _callers_in(self.dependant)]
        is_body_read_by_framework = self.body_field is not None

        async def guarded(request: Request) -> Response:
            for scopes in callers:
                request.state.caller = await _ask_who_calls(request, scopes)
            return await answer(_bounded(request) if is_body_read_by_framework else request)

        return guarded


async def _ask_who_calls(request: Request, scopes: list[Scope]) -> Caller:
    """Who is calling, by his token.

    Its transaction is its own and over before the route begins: who is refused afterwards has
    used his token all the same, and a slow sender keeps no connection.

    Raises:
        NotSignedIn: there is no token, or none that is good.
        ScopeMissing: it is for something else.
    """
    credentials = await bearer(request)
    if credentials is None:
        raise NotSignedIn
    runtime = get_runtime(request)
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        caller = await authenticate(
            db,
            credentials.credentials,
            scopes=scopes,
            secret=runtime.settings.needed("token_secret"),
            now=runtime.clock(),
        )
    bind_contextvars(user_id=str(caller.user_id))
    return caller


def _callers_in(dependant: Dependant) -> Iterator[Dependant]:
    if dependant.call is get_caller:
        yield dependant
    for inner in dependant.dependencies:
        yield from _callers_in(inner)


def _scopes_of(caller: Dependant) -> list[Scope]:
    names = {*(caller.parent_oauth_scopes or ()), *(caller.own_oauth_scopes or ())}
    return [scope for scope in Scope if scope.value in names]


def _bounded(request: Request) -> Request:
    """The same request, which breaks off where its body is too long."""
    read_bytes = 0

    async def receive() -> Message:
        nonlocal read_bytes
        message = await request.receive()
        read_bytes += len(message.get("body", b""))
        if read_bytes > MAX_JSON_BYTES:
            # The one kind of exception that the framework lets out of reading a body.
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return Request(request.scope, receive)
