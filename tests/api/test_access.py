"""Who is let in, and to what."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.api.dependencies import ProUser
from rlcoach.auth.api_tokens import Scope
from rlcoach.db.models import Actor, ApiToken, AuditEntry, SubscriptionStatus, Tier, User
from rlcoach.services.tokens.service import TokenWish, create_token
from tests.builders.replay_files import small_replay
from tests.builders.rows import NOW, make_user
from tests.fixtures.api import UPLOAD_PATH, ClientOf, web_token
from tests.fixtures.processing import SetClock

PERIOD_END = NOW + timedelta(days=10)
MakeToken = Callable[..., Awaitable[str]]


@pytest.fixture
def make_token(db: AsyncSession, me: User) -> MakeToken:
    """Makes tokens of the test's user."""

    async def make(*scopes: Scope, lifetime: timedelta | None = None) -> str:
        expires_at = None if lifetime is None else NOW + lifetime
        wish = TokenWish("test", scopes, expires_at)
        created = await create_token(db, me.id, wish, actor=Actor.OPERATOR, now=NOW)
        await db.commit()
        return created.text

    return make


async def status(client: httpx.AsyncClient, method: str, path: str) -> int:
    """What a request is answered with."""
    files = {"files": small_replay()} if path == UPLOAD_PATH else None
    return (await client.request(method, path, files=files)).status_code


class TestWebToken:
    async def test_lives_fifteen_minutes(
        self, client_of: ClientOf, me: User, clock: SetClock
    ) -> None:
        client = await client_of(me)
        clock.move(minutes=15, microseconds=-1)
        assert await status(client, "GET", "/api/v1/user/profile") == 200
        clock.move(microseconds=1)
        answer = await client.get("/api/v1/user/profile")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")

    async def test_of_somebody_who_is_gone(
        self, client_of: ClientOf, me: User, db: AsyncSession
    ) -> None:
        client = await client_of(me)
        await db.delete(me)
        await db.commit()
        assert await status(client, "GET", "/api/v1/user/profile") == 401

    @pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
    async def test_needs_its_scheme(
        self, client_of: ClientOf, me: User, clock: SetClock, scheme: str
    ) -> None:
        client = await client_of(None)
        authorization = f"{scheme} {web_token(me, clock())}".strip()
        answer = await client.get("/api/v1/user/profile", headers={"Authorization": authorization})
        assert answer.status_code == 401


class TestApiToken:
    async def test_the_refusal_names_the_scope(
        self, client_of: ClientOf, make_token: MakeToken
    ) -> None:
        client = await client_of(await make_token(Scope.READ))
        answer = await client.post(UPLOAD_PATH)
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
        assert answer.json()["scope"] == "replays:write"

    async def test_ends_with_its_time(
        self, client_of: ClientOf, make_token: MakeToken, clock: SetClock
    ) -> None:
        client = await client_of(await make_token(Scope.READ, lifetime=timedelta(days=1)))
        clock.move(days=1, microseconds=-1)
        assert await status(client, "GET", "/api/v1/replays") == 200
        clock.move(microseconds=1)
        assert await status(client, "GET", "/api/v1/replays") == 401

    async def test_notes_when_it_was_used(
        self, client_of: ClientOf, make_token: MakeToken, db: AsyncSession, clock: SetClock
    ) -> None:
        client = await client_of(await make_token(Scope.READ))
        used = []
        for _ in range(3):
            clock.move(seconds=40)
            await client.get("/api/v1/replays")
            used.append(await db.scalar(select(ApiToken.last_used_at)))
        first = NOW + timedelta(seconds=40)
        assert used == [first, first, first + timedelta(seconds=80)]


@pytest.mark.as_user
class TestTokens:
    async def test_is_shown_once_and_kept_as_a_hash(
        self, api: httpx.AsyncClient, db: AsyncSession, client_of: ClientOf
    ) -> None:
        made = (
            await api.post("/api/v1/tokens", json={"name": "PC", "scopes": ["replays:read"]})
        ).json()
        (listed,) = (await api.get("/api/v1/tokens")).json()["tokens"]
        assert listed == {key: value for key, value in made.items() if key != "token"}
        row = (await db.scalars(select(ApiToken))).one()
        assert made["token"] not in repr(vars(row))
        assert await status(await client_of(made["token"]), "GET", "/api/v1/replays") == 200

    async def test_taken_back_it_is_worth_nothing(
        self, api: httpx.AsyncClient, db: AsyncSession, client_of: ClientOf
    ) -> None:
        made = (
            await api.post("/api/v1/tokens", json={"name": "PC", "scopes": ["replays:read"]})
        ).json()
        assert (await api.delete(f"/api/v1/tokens/{made['id']}")).status_code == 204
        assert await status(await client_of(made["token"]), "GET", "/api/v1/replays") == 401
        assert (await api.get("/api/v1/tokens")).json()["tokens"] == []
        assert (await api.delete(f"/api/v1/tokens/{made['id']}")).status_code == 404
        actions = await db.scalars(select(AuditEntry.action).order_by(AuditEntry.id))
        assert actions.all() == ["token.create", "token.revoke"]

    @pytest.mark.parametrize(
        "body",
        [
            {"name": "x", "scopes": []},
            {"name": "x", "scopes": ["everything"]},
            {"name": " ", "scopes": ["replays:read"]},
            {"name": "x", "scopes": ["replays:read"], "expires_at": "2026-12-01T00:00:00"},
            {"name": "x", "scopes": ["replays:read"], "expires_at": NOW.isoformat()},
            {"name": "x", "scopes": ["replays:read"], "expires_at": "2036-11-28T18:30:00Z"},
            {"name": "x", "scopes": ["replays:read"], "user_id": "1"},
            {"name": "a\0b", "scopes": ["replays:read"]},
        ],
        ids=["no scope", "no such scope", "no name", "no zone", "over", "far", "more", "zero"],
    )
    async def test_bad_wishes_are_refused(
        self, api: httpx.AsyncClient, body: dict[str, object]
    ) -> None:
        assert (await api.post("/api/v1/tokens", json=body)).status_code == 422

    async def test_there_is_an_end_to_them(self, api: httpx.AsyncClient) -> None:
        body = {"name": "x", "scopes": ["replays:read"]}
        for _ in range(50):
            assert (await api.post("/api/v1/tokens", json=body)).status_code == 201
        assert (await api.post("/api/v1/tokens", json=body)).status_code == 409


class TestProUser:
    """A route for these tests alone, as nothing is for paying users yet."""

    @pytest.fixture(autouse=True)
    def route(self, app: FastAPI) -> None:
        """Adds it."""

        @app.get("/test/pro")
        async def pro(caller: ProUser) -> str:
            return str(caller.user_id)

    @pytest.mark.parametrize(
        ("tier", "status_", "moment", "expected"),
        [
            (Tier.FREE, None, NOW, 403),
            (Tier.FREE, SubscriptionStatus.ACTIVE, NOW, 403),
            (Tier.PRO, SubscriptionStatus.ACTIVE, NOW, 200),
            (Tier.PRO, SubscriptionStatus.PAST_DUE, PERIOD_END, 200),
            (Tier.PRO, SubscriptionStatus.PAST_DUE, PERIOD_END + timedelta(days=3), 200),
            (
                Tier.PRO,
                SubscriptionStatus.PAST_DUE,
                PERIOD_END + timedelta(days=3, microseconds=1),
                403,
            ),
            (Tier.PRO, SubscriptionStatus.CANCELED, NOW, 403),
            (Tier.PRO, None, NOW, 403),
        ],
    )
    async def test_is_let_in_while_it_is_paid(
        self,
        client_of: ClientOf,
        db: AsyncSession,
        clock: SetClock,
        *,
        tier: Tier,
        status_: SubscriptionStatus | None,
        moment: datetime,
        expected: int,
    ) -> None:
        user = await make_user(
            db, tier=tier, subscription_status=status_, subscription_period_end=PERIOD_END
        )
        await db.commit()
        clock.now = moment
        answer = await (await client_of(user)).get("/test/pro")
        assert answer.status_code == expected
        if expected == 403:
            told = answer.json()
            assert (told["code"], told["upgrade_url"]) == ("upgrade_required", "/pricing")

    async def test_needs_somebody(self, client_of: ClientOf) -> None:
        assert (await (await client_of(None)).get("/test/pro")).status_code == 401
