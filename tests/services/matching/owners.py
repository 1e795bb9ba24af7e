"""Users, the accounts they prove, and what they own."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from rlcoach.db.models import DailyStats, OAuthAccount, User, UserReplay
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.matching.linking import match_linked_accounts
from tests.builders.rows import NOW
from tests.fixtures.processing import Processing


async def prove(processing: Processing, user: User, provider: str, account_id: str) -> None:
    """Has a user sign in with an account."""
    async with processing.sessions() as db, db.begin():
        db.add(OAuthAccount(user_id=user.id, provider=provider, provider_account_id=account_id))


async def match_linked(processing: Processing) -> int:
    """Gives out the matches of newly linked accounts."""
    async with unit_of_work(processing.sessions, processing.jobs) as db:
        number = await match_linked_accounts(db, now=NOW)
    await processing.rebuild_play()
    return number


async def owned_by(processing: Processing, user: User) -> UserReplay | None:
    """The one match of a user."""
    async with processing.sessions() as db:
        return (
            await db.scalars(select(UserReplay).where(UserReplay.user_id == user.id))
        ).one_or_none()


async def matches_of(processing: Processing, user: User) -> set[UUID]:
    """All matches of a user."""
    query = select(UserReplay.replay_id).where(UserReplay.user_id == user.id)
    async with processing.sessions() as db:
        return set(await db.scalars(query))


async def days_of(processing: Processing, user: User) -> list[tuple[date, int, int]]:
    """A user's days, with matches and wins."""
    query = select(DailyStats.day, DailyStats.games, DailyStats.wins)
    query = query.where(DailyStats.user_id == user.id).order_by(DailyStats.day)
    async with processing.sessions() as db:
        return [(day, games, wins) for day, games, wins in await db.execute(query)]
