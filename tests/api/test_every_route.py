"""Every route, walked: who is nobody gets 401, and nobody gets at what is another's.

The routes come from the application, so a new one is walked as well, or fails here until
`tests/api/world.py` knows what to fill its path and its body with, and `SCOPES_OF` for which
tokens it is.
"""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.api.guarded_route import MAX_JSON_BYTES
from rlcoach.auth.api_tokens import Scope, new_api_token
from rlcoach.db.base import Base
from rlcoach.db.models import ApiToken, User
from rlcoach.storage.stores import Stores
from tests.api.operations import (
    APP,
    OPERATIONS,
    PUBLIC,
    TAKING_JSON,
    WITH_IDS,
    WITHOUT_IDS,
    Operation,
    operations,
)
from tests.api.world import World, make_world
from tests.builders.rows import make_user
from tests.fixtures.api import TOKEN_SECRET, UPLOAD_PATH, ClientOf
from tests.fixtures.processing import SetClock

READ, WRITE, DELETE = Scope.READ, Scope.WRITE, Scope.DELETE
SCOPES_OF: dict[str, set[Scope]] = {
    "addClaim": set(),
    "choosePlayer": {WRITE},
    "createToken": set(),
    "deleteReplay": {DELETE},
    "listClaims": {READ},
    "listPlaySessions": {READ},
    "listReplays": {READ},
    "listTokens": set(),
    "readAnalysisProgress": {READ},
    "readProfile": {READ},
    "readReplay": {READ},
    "readReplayFile": {READ},
    "readReport": {READ},
    "readTrend": {READ},
    "readUploadBatch": {READ, WRITE},
    "readUploadedFile": {READ, WRITE},
    "refuseSender": {DELETE},
    "removeClaim": set(),
    "revokeToken": set(),
    "updateProfile": set(),
    "uploadReplays": {WRITE},
}
"""For which tokens of programs each operation is; none where somebody has to be signed in."""
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


async def token_of(db: AsyncSession, user: User, *scopes: Scope, **columns: Any) -> str:
    """A token for programs."""
    made = new_api_token()
    row = ApiToken(
        user_id=user.id,
        name="of a test",
        prefix=made.prefix,
        token_sha256=made.sha256,
        scopes=[scope.value for scope in scopes],
        **columns,
    )
    db.add(row)
    await db.commit()
    return made.text


def site_token(
    user: User, now: datetime, *, key: str = TOKEN_SECRET, algorithm: str = "HS256", **changes: Any
) -> str:
    """A token as the site makes it, but for what is given."""
    issued_at = int(now.timestamp())
    claims = {
        "sub": str(user.id),
        "sid": str(uuid4()),
        "iat": issued_at,
        "exp": issued_at + 900,
        "iss": "rlcoach-web",
        "aud": "rlcoach-api",
        **changes,
    }
    return jwt.encode(claims, key, algorithm)


def forged_tokens(user: User, now: datetime) -> Iterator[str]:
    """Tokens that say they are of a user, none of them expired, each with one thing wrong."""
    yield site_token(user, now, key=TOKEN_SECRET[::-1])
    yield site_token(user, now, key=TOKEN_SECRET * 2, algorithm="HS512")
    yield site_token(user, now, key="", algorithm="none")
    yield site_token(user, now, iss="somebody")
    yield site_token(user, now, aud="rlcoach-web")
    yield site_token(user, now, iat=int(now.timestamp()) + 60, exp=int(now.timestamp()) + 960)
    yield site_token(user, now, exp=int(now.timestamp()) + 3600)


async def rows_of_others(db: AsyncSession, user: User) -> dict[str, list[str]]:
    """All rows of all tables but those that say they are a user's."""
    found = {}
    for name, table in Base.metadata.tables.items():
        owner = table.c.id if name == User.__tablename__ else table.c.get("user_id")
        query = select(table)
        if owner is not None:
            query = query.where(owner.is_distinct_from(user.id))
        # A row's own text would leave out the middle of long ones.
        found[name] = sorted(repr(tuple(row)) for row in await db.execute(query))
    empty = {name for name, rows in found.items() if not rows}
    assert not empty & {"users", "replays", "replay_files", "player_game_stats", "api_tokens"}
    return found


def secrets_in(answer: httpx.Response, theirs: World) -> set[str]:
    """What an answer holds of a user, but for what was asked for."""
    asked = str(answer.request.url)
    text = answer.text + json.dumps(dict(answer.headers))
    found = {secret for secret in theirs.secrets if secret in text and secret not in asked}
    # Who sends the same bytes knows their hash.
    if answer.request.method == "POST" and asked.endswith(UPLOAD_PATH):
        found -= {answer.json()["files"][0]["sha256"]}
    return found


def test_the_walk_sees_the_routes() -> None:
    known = {(each.method, each.path) for each in OPERATIONS}
    assert ("POST", UPLOAD_PATH) in known
    assert ("DELETE", "/api/v1/replays/{replay_id}") in known
    assert all(each.path.startswith("/api/v1/") for each in OPERATIONS), "a public route?"
    assert {each.path for each in operations(APP)} >= PUBLIC
    assert any(each.ids_in_query for each in OPERATIONS)
    assert any(each.ids_in_body for each in OPERATIONS)


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
        now = clock()
        taken_back = await token_of(db, theirs.user, *Scope, revoked_at=now)
        over = await token_of(db, theirs.user, *Scope, expires_at=now)
        expired = site_token(theirs.user, now - timedelta(minutes=15))
        forged = forged_tokens(theirs.user, now)
        for token in (expired, taken_back, over, "rlc_" + "a" * 43, "x", *forged):
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


class TestTokensOfPrograms:
    def test_are_thought_of_at_every_operation(self) -> None:
        assert set(SCOPES_OF) == {each.name for each in OPERATIONS}

    @pytest.mark.parametrize("scope", Scope, ids=str)
    @pytest.mark.parametrize("operation", OPERATIONS, ids=str)
    async def test_are_good_for_their_scopes_alone(
        self,
        client_of: ClientOf,
        db: AsyncSession,
        theirs: World,
        operation: Operation,
        scope: Scope,
    ) -> None:
        client = await client_of(await token_of(db, theirs.user, scope))
        before = await rows_of_others(db, User(id=uuid4()))
        answer = await client.request(
            operation.method, operation.filled(theirs), **operation.request(theirs)
        )
        if scope in SCOPES_OF[operation.name]:
            assert answer.is_success, answer.text
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
            assert await rows_of_others(db, User(id=uuid4())) == before


@pytest.mark.as_user
class TestSomebodyElse:
    @pytest.mark.parametrize("operation", WITH_IDS, ids=str)
    async def test_does_not_find_what_is_anothers(
        self,
        api: httpx.AsyncClient,
        db: AsyncSession,
        me: User,
        theirs: World,
        operation: Operation,
    ) -> None:
        before = await rows_of_others(db, me)
        answer = await api.request(
            operation.method, operation.filled(theirs), **operation.request(theirs)
        )
        assert answer.status_code == 404
        assert not secrets_in(answer, theirs)
        assert await rows_of_others(db, me) == before

    @pytest.mark.parametrize("operation", WITHOUT_IDS, ids=str)
    async def test_is_not_shown_what_is_anothers(
        self,
        api: httpx.AsyncClient,
        db: AsyncSession,
        me: User,
        theirs: World,
        operation: Operation,
    ) -> None:
        before = await rows_of_others(db, me)
        answer = await api.request(operation.method, operation.path, **operation.request(theirs))
        assert answer.status_code == 404 if operation.ids_in_body else answer.is_success
        assert not secrets_in(answer, theirs)
        assert await rows_of_others(db, me) == before

    @pytest.mark.parametrize(
        ("operation", "name"),
        [(each, name) for each in OPERATIONS for name in each.ids_in_query],
        ids=str,
    )
    async def test_cannot_ask_a_list_for_it(
        self,
        api: httpx.AsyncClient,
        theirs: World,
        client_of: ClientOf,
        operation: Operation,
        name: str,
    ) -> None:
        query = {**theirs.queries.get(operation.name, {}), **operation.ids(theirs, [name])}
        owner = await client_of(theirs.user)
        path = operation.filled(theirs)
        assert secrets_in(await owner.request(operation.method, path, params=query), theirs)
        answer = await api.request(operation.method, path, params=query)
        assert not secrets_in(answer, theirs)

    @pytest.mark.parametrize(
        "operation", [each for each in OPERATIONS if "cursor" in each.query_fields], ids=str
    )
    async def test_cannot_go_on_in_anothers_list(
        self, api: httpx.AsyncClient, theirs: World, client_of: ClientOf, operation: Operation
    ) -> None:
        query = {**theirs.queries.get(operation.name, {}), "limit": "1"}
        owner = await client_of(theirs.user)
        path = operation.filled(theirs)
        first = await owner.request(operation.method, path, params=query)
        query["cursor"] = first.json()["next_cursor"]
        second = await owner.request(operation.method, path, params=query)
        assert secrets_in(second, theirs)
        answer = await api.request(operation.method, path, params=query)
        assert answer.is_success
        assert not secrets_in(answer, theirs)


class TestTheOwner:
    @pytest.mark.parametrize("operation", OPERATIONS, ids=str)
    async def test_can_do_everything(
        self, client_of: ClientOf, clock: SetClock, theirs: World, operation: Operation
    ) -> None:
        """Else the walk above would prove nothing."""
        owner = await client_of(site_token(theirs.user, clock()))
        answer = await owner.request(
            operation.method, operation.filled(theirs), **operation.request(theirs)
        )
        assert answer.is_success, answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_problems_are_described(operation: Operation) -> None:
    described = operation.described
    wanted = {"401", "403", "422", "503", *(["404"] if operation.parameters else [])}
    if described.get("requestBody"):
        wanted |= {"413"}
    assert wanted <= set(described["responses"])
    for status in wanted:
        assert "application/problem+json" in described["responses"][status]["content"]
    assert described["security"]
