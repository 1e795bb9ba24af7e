"""Every route, walked: who is nobody gets 401, and nobody gets at what is another's.

The routes come from the application, so a new one is walked as well, or fails here until
`tests/api/world.py` knows what to fill its path and its body with.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.api.app import create_app
from rlcoach.api.guarded_route import MAX_JSON_BYTES
from rlcoach.api.runtime import ApiRuntime
from rlcoach.auth.api_tokens import Scope, new_api_token
from rlcoach.db.base import Base
from rlcoach.db.models import ApiToken, User
from rlcoach.storage.stores import Stores
from tests.api.world import World, make_world
from tests.builders.replay_files import small_replay
from tests.builders.rows import make_user
from tests.fixtures.api import UPLOAD_PATH, ClientOf, web_token
from tests.fixtures.processing import SetClock

PUBLIC = {"/", "/health/live", "/health/ready", "/metrics", "/openapi.json"}
PUBLIC |= {"/docs", "/docs/oauth2-redirect", "/redoc"}
"""Routes that tell nothing about anybody."""
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Operation:
    """A method of a route."""

    method: str
    path: str
    name: str
    """Its `operationId`."""
    takes_json: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        """Names in its path."""
        return _PARAMETER.findall(self.path)

    def filled(self, world: World) -> str:
        """Its path with the ids of a user."""
        missing = [name for name in self.parameters if name not in world.ids]
        assert not missing, f"{self}: tests/api/world.py has no {missing}"
        return _PARAMETER.sub(lambda found: str(world.ids[found[1]]), self.path)

    def names_theirs(self, world: World) -> bool:
        """Whether what it is sent names something of the user's."""
        return self.name in world.named_in_bodies

    def request(self, world: World) -> dict[str, Any]:
        """What else it is sent."""
        if self.path == UPLOAD_PATH:
            return {"files": [("files", ("theirs.replay", small_replay()))]}
        query = {"params": world.queries[self.name]} if self.name in world.queries else {}
        if not self.takes_json:
            return query
        assert self.name in world.bodies, f"{self}: tests/api/world.py has no body for {self.name}"
        return {"json": world.bodies[self.name], **query}


def operations(app: FastAPI) -> Iterator[Operation]:
    """Every method of every route, whether it is in the description or not."""
    described = app.openapi()["paths"]
    for route in flat(app.routes):
        path, methods = route.path, route.methods
        for method in sorted(methods - {"HEAD", "OPTIONS"}):
            told = described.get(path, {}).get(method.lower(), {})
            content = told.get("requestBody", {}).get("content", {})
            yield Operation(
                method, path, told.get("operationId", ""), "application/json" in content
            )


def flat(routes: Any) -> Iterator[Any]:
    """Routes, those of routers included."""
    for route in routes:
        if hasattr(route, "methods"):
            yield route
        else:
            inner = list(flat(getattr(route, "routes", None) or route.original_router.routes))
            assert inner, f"{route} holds routes this test does not see"
            yield from inner


def never_opened() -> AbstractAsyncContextManager[ApiRuntime]:
    """For an application that is only looked at."""
    raise AssertionError


APP = create_app(never_opened)
OPERATIONS = [each for each in operations(APP) if each.path not in PUBLIC]
WITH_IDS = [each for each in OPERATIONS if each.parameters]
WITHOUT_IDS = [each for each in OPERATIONS if not each.parameters]
TAKING_JSON = [each for each in OPERATIONS if each.takes_json]
JSON_HEADERS = {"Content-Type": "application/json"}
BROKEN_BODIES = {
    "unfinished": b"{",
    "deep": b"[" * 100_000,
    "no text": b'{"name": "\xff"}',
    "a very long number": b"9" * 10_000,
    "nothing": b"",
}


@pytest.fixture
async def theirs(db: AsyncSession, stores: Stores) -> World:
    """What another user has."""
    return await make_world(db, stores, await make_user(db, display_name="Somebody Else"))


async def everything_of(db: AsyncSession, user: User) -> dict[str, list[Any]]:
    """All rows that say they are a user's, and himself."""
    found: dict[str, list[Any]] = {}
    for name, table in Base.metadata.tables.items():
        column = table.c.id if name == User.__tablename__ else table.c.get("user_id")
        if column is not None:
            rows = await db.execute(select(table).where(column == user.id))
            found[name] = sorted(map(repr, rows))
    assert {"users", "user_replays", "uploaded_replays", "api_tokens"} <= set(found)
    return found


def test_the_walk_sees_the_routes() -> None:
    known = {(each.method, each.path) for each in OPERATIONS}
    assert ("POST", UPLOAD_PATH) in known
    assert ("DELETE", "/api/v1/replays/{replay_id}") in known
    assert all(each.path.startswith("/api/v1/") for each in OPERATIONS), "a public route?"
    assert {each.path for each in operations(APP)} >= PUBLIC


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
class TestNobody:
    async def test_is_refused(
        self, api: httpx.AsyncClient, theirs: World, operation: Operation
    ) -> None:
        answer = await api.request(
            operation.method, operation.filled(theirs), **operation.request(theirs)
        )
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["Content-Type"] == "application/problem+json"

    async def test_bad_tokens_are_refused(
        self,
        client_of: ClientOf,
        theirs: World,
        db: AsyncSession,
        clock: SetClock,
        operation: Operation,
    ) -> None:
        made = new_api_token()
        db.add(
            ApiToken(
                user_id=theirs.user.id,
                name="old",
                prefix=made.prefix,
                token_sha256=made.sha256,
                scopes=[scope.value for scope in Scope],
                revoked_at=clock(),
            )
        )
        await db.commit()
        expired = web_token(theirs.user, clock() - timedelta(minutes=15))
        for token in (expired, expired[:-2] + "AA", "rlc_" + "a" * 43, made.text, "x"):
            client = await client_of(token)
            answer = await client.request(
                operation.method, operation.filled(theirs), **operation.request(theirs)
            )
            assert answer.status_code == 401, token


@pytest.mark.parametrize("operation", TAKING_JSON, ids=str)
class TestBrokenBodies:
    """The token is looked at before the body is: a stranger learns nothing about his body."""

    @pytest.mark.parametrize("body", BROKEN_BODIES.values(), ids=BROKEN_BODIES)
    async def test_of_nobody_are_not_read(
        self, api: httpx.AsyncClient, theirs: World, operation: Operation, body: bytes
    ) -> None:
        answer = await api.request(
            operation.method, operation.filled(theirs), content=body, headers=JSON_HEADERS
        )
        assert answer.status_code == 401

    @pytest.mark.as_user
    @pytest.mark.parametrize("body", BROKEN_BODIES.values(), ids=BROKEN_BODIES)
    async def test_are_malformed_requests(
        self, api: httpx.AsyncClient, theirs: World, operation: Operation, body: bytes
    ) -> None:
        answer = await api.request(
            operation.method, operation.filled(theirs), content=body, headers=JSON_HEADERS
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed_request")
        assert "nothing at this address" not in answer.text

    @pytest.mark.as_user
    @pytest.mark.parametrize("is_announced", [True, False], ids=["announced", "not announced"])
    async def test_that_are_too_large_are_refused(
        self, api: httpx.AsyncClient, theirs: World, operation: Operation, *, is_announced: bool
    ) -> None:
        body = b'"' + b"x" * MAX_JSON_BYTES + b'"'

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(body), 65536):
                yield body[start : start + 65536]

        answer = await api.request(
            operation.method,
            operation.filled(theirs),
            content=body if is_announced else pieces(),
            headers=JSON_HEADERS,
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.as_user
class TestSomebodyElse:
    @pytest.mark.parametrize("operation", WITH_IDS, ids=str)
    async def test_does_not_find_what_is_anothers(
        self, api: httpx.AsyncClient, db: AsyncSession, theirs: World, operation: Operation
    ) -> None:
        before = await everything_of(db, theirs.user)
        answer = await api.request(
            operation.method, operation.filled(theirs), **operation.request(theirs)
        )
        assert answer.status_code == 404
        assert_hides(answer, theirs)
        assert await everything_of(db, theirs.user) == before

    @pytest.mark.parametrize("operation", WITHOUT_IDS, ids=str)
    async def test_is_not_shown_what_is_anothers(
        self, api: httpx.AsyncClient, db: AsyncSession, theirs: World, operation: Operation
    ) -> None:
        before = await everything_of(db, theirs.user)
        answer = await api.request(operation.method, operation.path, **operation.request(theirs))
        assert answer.status_code == 404 if operation.names_theirs(theirs) else answer.is_success
        assert_hides(answer, theirs)
        assert await everything_of(db, theirs.user) == before

    @pytest.mark.parametrize("name", ["cursor", "play_session_id"])
    async def test_cannot_ask_a_list_for_it(
        self, api: httpx.AsyncClient, theirs: World, client_of: ClientOf, name: str
    ) -> None:
        owner = await client_of(theirs.user)
        listed = (await owner.get("/api/v1/replays")).json()
        assert len(listed["replays"]) == 1
        value = str(theirs.ids.get(name, listed["next_cursor"] or ""))
        answer = await api.get("/api/v1/replays", params={name: value} if value else {})
        assert answer.json()["replays"] == []


class TestTheOwner:
    @pytest.mark.parametrize("operation", OPERATIONS, ids=str)
    async def test_can_do_everything(
        self, client_of: ClientOf, theirs: World, operation: Operation
    ) -> None:
        """Else the walk above would prove nothing."""
        owner = await client_of(theirs.user)
        answer = await owner.request(
            operation.method, operation.filled(theirs), **operation.request(theirs)
        )
        assert answer.is_success, answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_problems_are_described(operation: Operation) -> None:
    described = APP.openapi()["paths"][operation.path][operation.method.lower()]
    wanted = {"401", "403", "422", "503", *(["404"] if operation.parameters else [])}
    if described.get("requestBody"):
        wanted |= {"413"}
    assert wanted <= set(described["responses"])
    for status in wanted:
        assert "application/problem+json" in described["responses"][status]["content"]
    assert described["security"]


def assert_hides(answer: httpx.Response, theirs: World) -> None:
    """Fails if an answer holds anything of a user, but for an id that was asked for."""
    asked = str(answer.request.url)
    text = answer.text + json.dumps(dict(answer.headers))
    found = {secret for secret in theirs.secrets if secret in text and secret not in asked}
    # Who sends the same bytes knows their hash.
    if answer.request.method == "POST" and asked.endswith(UPLOAD_PATH):
        found -= {answer.json()["files"][0]["sha256"]}
    assert not found
