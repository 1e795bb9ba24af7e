"""A user's tokens: how many there are of the living and of the dead."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.auth.api_tokens import Scope
from rlcoach.db.models import Actor, ApiToken, AuditEntry, User
from rlcoach.db.unit_of_work import Sessions, create_sessions
from rlcoach.services.tokens.errors import ApiTokensTooMany
from rlcoach.services.tokens.service import TokenWish, create_token, revoke_token
from rlcoach.services.tokens.views import ApiTokenView
from tests.builders.rows import NOW, make_upload, make_user

DAY = timedelta(days=1)


@pytest.fixture
def own_sessions(own_engine: AsyncEngine) -> Sessions:
    """Of a database that several connections see."""
    return create_sessions(own_engine)


@pytest.fixture
async def user(own_sessions: Sessions) -> User:
    """Whose they are."""
    async with own_sessions() as db, db.begin():
        return await make_user(db)


async def make(sessions: Sessions, user: User, *, ends: timedelta | None = None) -> ApiTokenView:
    """Makes one."""
    wish = TokenWish("test", [Scope.READ], None if ends is None else NOW + ends)
    async with sessions() as db, db.begin():
        return (await create_token(db, user.id, wish, actor=Actor.USER, now=NOW)).token


async def number_of(sessions: Sessions, table: type[ApiToken] | type[AuditEntry]) -> int:
    """How many rows there are."""
    async with sessions() as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def test_there_are_fifty_also_when_many_are_made_at_once(
    own_sessions: Sessions, user: User
) -> None:
    for _ in range(45):
        await make(own_sessions, user)
    made = await asyncio.gather(
        *(make(own_sessions, user) for _ in range(10)), return_exceptions=True
    )
    assert [type(each) for each in made if isinstance(each, BaseException)] == [
        ApiTokensTooMany
    ] * 5
    assert await number_of(own_sessions, ApiToken) == 50


async def test_one_whose_time_is_over_counts_no_more(own_sessions: Sessions, user: User) -> None:
    async with own_sessions() as db, db.begin():
        for number in range(50):
            db.add(
                ApiToken(
                    user_id=user.id,
                    name="over",
                    prefix="rlc_",
                    token_sha256=f"{number:064x}",
                    scopes=[Scope.READ.value],
                    expires_at=NOW,
                )
            )
    await make(own_sessions, user)


async def test_of_the_dead_the_last_fifty_are_kept(own_sessions: Sessions, user: User) -> None:
    ids = []
    for number in range(60):
        token = await make(own_sessions, user)
        ids.append(token.id)
        async with own_sessions() as db, db.begin():
            await make_upload(db, user, api_token_id=token.id)
            await revoke_token(
                db,
                user.id,
                token_id=token.id,
                actor=Actor.USER,
                now=NOW + timedelta(seconds=number),
            )
    living = await make(own_sessions, user)
    async with own_sessions() as db:
        kept = set(await db.scalars(select(ApiToken.id)))
    assert kept == {*ids[-50:], living.id}
    assert await number_of(own_sessions, AuditEntry) == 121
