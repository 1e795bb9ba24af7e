"""Giving out matches while others look for, delete or take away the same."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from rlcoach.db.models import OAuthAccount, Ownership, Replay, User, UserReplay
from rlcoach.db.unit_of_work import Sessions, create_sessions
from rlcoach.services.matching.facts import MatchFacts, facts_of_rows
from rlcoach.services.matching.find import find_same_match
from rlcoach.services.matching.giving import auto_match_account, take_back_contradicted
from rlcoach.services.replays.repository import ReplayRepository
from tests.builders.match_files import STEAM_ID
from tests.builders.rows import (
    make_file,
    make_player,
    make_player_game,
    make_replay,
    make_user,
    own,
)

WAITS_SECONDS = 0.3
GOAL: dict[str, object] = {"team": 0, "clock": 200, "in_overtime": False, "scorer": None}


@pytest.fixture
def sessions(own_engine: AsyncEngine) -> Sessions:
    """Transactions that see each other's commits."""
    return create_sessions(own_engine)


@dataclass(frozen=True)
class Known:
    """A match that is there, and who has just proved to be one of its players."""

    replay_id: UUID
    facts: MatchFacts
    account_id: UUID
    user_id: UUID


@pytest.fixture
async def known(sessions: Sessions) -> Known:
    async with sessions() as db, db.begin():
        user = await make_user(db)
        player = await make_player(db, online_id=STEAM_ID)
        account = OAuthAccount(user_id=user.id, provider="steam", provider_account_id=STEAM_ID)
        db.add(account)
        covered = {"covered_from_seconds": -300.0, "covered_to_seconds": 0.0}
        replay = await make_replay(db, goals=[GOAL], **covered)
        games = [await make_player_game(db, replay, player_id=player.id)]
        await own(db, await make_user(db), replay)
        return Known(replay.id, facts_of_rows(replay, games), account.id, user.id)


class TestAMatchSomebodyHasFound:
    async def test_is_given_meanwhile(self, sessions: Sessions, known: Known) -> None:
        """Who gives it holds what its finder may wait for next, so neither may wait for it."""
        async with sessions() as finding, sessions() as giving:
            assert await find_same_match(finding, known.facts) is not None
            account = await giving.get_one(OAuthAccount, known.account_id)
            async with asyncio.timeout(10):
                assert await auto_match_account(giving, account) == 1
            await giving.commit()
        async with sessions() as db:
            given = select(UserReplay.replay_id).where(UserReplay.user_id == known.user_id)
            assert await db.scalar(given) == known.replay_id

    async def test_is_not_deleted_meanwhile(self, sessions: Sessions, known: Known) -> None:
        async with sessions() as finding, sessions() as deleting:
            assert await find_same_match(finding, known.facts) is not None
            repository = ReplayRepository(deleting, known.user_id)
            waiting = asyncio.create_task(repository.lock_matches([known.replay_id]))
            await asyncio.sleep(WAITS_SECONDS)
            assert not waiting.done()
            await finding.commit()
            await waiting


async def sends_what_rules_it_out(db: AsyncSession, user: User, given: Replay) -> None:
    """A user who was given a match sends his own file of it, which makes another match."""
    mine = await make_replay(db, match_guid=given.match_guid)
    file = await make_file(db, replay_id=mine.id)
    owned = await own(db, user, mine, file_id=file.id)
    await take_back_contradicted(db, owned, mine)


async def test_two_who_send_their_own_at_once_leave_the_given_one_an_owner(
    sessions: Sessions,
) -> None:
    async with sessions() as db, db.begin():
        users = [await make_user(db), await make_user(db)]
        given = await make_replay(db)
        for user in users:
            await own(db, user, given, ownership_type=Ownership.AUTO_MATCHED)
    async with sessions() as first, sessions() as second:
        await sends_what_rules_it_out(first, users[0], given)
        await sends_what_rules_it_out(second, users[1], given)
        await first.commit()
        await second.commit()
    async with sessions() as db:
        owners = await db.scalars(
            select(UserReplay.user_id).where(UserReplay.replay_id == given.id)
        )
        assert owners.all() == [users[1].id]
