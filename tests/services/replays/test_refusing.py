"""Refusing somebody whose files gave one matches."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.db.locks import lock_name
from rlcoach.db.models import (
    AuditEntry,
    PlayerGameStats,
    RefusedSender,
    Replay,
    ReplayFile,
    User,
    UserReplay,
)
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.matching.giving import auto_match
from rlcoach.services.replays.errors import ReplayNotGiven
from rlcoach.services.replays.service import refuse_sender
from tests.builders.match_files import EPIC_ID, START, STEAM_ID, match_file
from tests.builders.rows import make_replay, make_user, own
from tests.fixtures.processing import Processing
from tests.services.matching.owners import days_of, match_linked, matches_of, prove


def file_of(number: int) -> bytes:
    """One of several matches of the same players, a day apart."""
    return match_file(guid=f"{number:032X}", start=START + timedelta(days=number))


@pytest.fixture
async def player(processing: Processing) -> User:
    """Somebody who has proved to be Ada."""
    player = await processing.user()
    await prove(processing, player, "steam", STEAM_ID)
    return player


@pytest.fixture
async def sender(processing: Processing) -> User:
    """Who sends what the player does not want."""
    return await processing.user()


async def refuse(processing: Processing, user: User) -> None:
    """The user refuses who gave him a match."""
    async with processing.sessions() as db:
        given = UserReplay.given_by_user_id.is_not(None)
        query = select(UserReplay.replay_id).where(UserReplay.user_id == user.id, given)
        replay_id = (await db.scalars(query.limit(1))).one()
    await refuse_sender(
        user.id,
        replay_id=replay_id,
        sessions=processing.sessions,
        sender=processing.jobs,
        now=processing.clock(),
    )
    await processing.rebuild_play()


class TestRefusedSender:
    async def test_takes_all_he_gave_with_him_and_nothing_else(
        self, processing: Processing, player: User, sender: User
    ) -> None:
        unwanted = [(await processing.process(sender, file_of(number))) for number in (1, 2)]
        other = await processing.process(await processing.user(), file_of(3))
        await processing.process(sender, file_of(4))
        own_one = await processing.process(player, file_of(4))
        await refuse(processing, player)
        assert await matches_of(processing, player) == {other.replay_id, own_one.replay_id}
        kept = [START + timedelta(days=number) for number in (3, 4)]
        assert await days_of(processing, player) == [(start.date(), 1, 1) for start in kept]
        theirs = await matches_of(processing, sender)
        assert theirs == {*(row.replay_id for row in unwanted), own_one.replay_id}

    async def test_gives_nothing_more(
        self, processing: Processing, player: User, sender: User
    ) -> None:
        await processing.process(sender, file_of(1))
        await refuse(processing, player)
        await processing.process(sender, file_of(2))
        assert await matches_of(processing, player) == set()
        welcome = await processing.process(await processing.user(), file_of(3))
        assert await matches_of(processing, player) == {welcome.replay_id}

    async def test_gives_nothing_to_an_account_that_is_proved_later(
        self, processing: Processing, player: User, sender: User
    ) -> None:
        await processing.process(sender, file_of(1))
        await refuse(processing, player)
        await prove(processing, player, "epic", EPIC_ID)
        await match_linked(processing)
        assert await matches_of(processing, player) == set()

    async def test_gives_nothing_when_it_is_analysed_again(
        self, processing: Processing, player: User, sender: User
    ) -> None:
        row = await processing.process(sender, file_of(1))
        await refuse(processing, player)
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, row.replay_id)
            player_games = (await db.scalars(select(PlayerGameStats.id))).all()
            changes = await auto_match(db, replay=replay, player_games=player_games, given_by=None)
        assert changes == {}

    async def test_is_known_also_of_matches_that_were_there_before(
        self, processing: Processing, sender: User
    ) -> None:
        user = await processing.user()
        rows = [await processing.process(sender, file_of(number)) for number in (1, 2)]
        await prove(processing, user, "epic", EPIC_ID)
        await match_linked(processing)
        assert await matches_of(processing, user) == {row.replay_id for row in rows}
        await refuse(processing, user)
        assert await matches_of(processing, user) == set()

    async def test_who_left_the_match_leaves_nothing_behind(
        self, processing: Processing, player: User, sender: User
    ) -> None:
        await processing.process(sender, file_of(1))
        async with processing.sessions() as db, db.begin():
            await db.execute(delete(UserReplay).where(UserReplay.user_id == sender.id))
        await refuse(processing, player)
        async with processing.sessions() as db:
            for table in (Replay, ReplayFile):
                assert (await db.scalars(select(table))).all() == []

    async def test_is_written_down_without_his_name(
        self, processing: Processing, player: User, sender: User
    ) -> None:
        await processing.process(sender, file_of(1))
        await refuse(processing, player)
        async with processing.sessions() as db:
            refused = (await db.scalars(select(RefusedSender))).one()
            entry = (await db.scalars(select(AuditEntry))).one()
        assert (refused.user_id, refused.sender_user_id) == (player.id, sender.id)
        assert (entry.action, entry.user_id) == ("sender.refuse", player.id)
        assert (entry.subject_id, entry.details) == (refused.id, {})

    async def test_is_nobody_where_he_sent_the_match_himself(
        self, processing: Processing, player: User, sender: User
    ) -> None:
        await processing.process(sender, file_of(1))
        row = await processing.process(player, file_of(1))
        assert row.replay_id is not None
        with pytest.raises(ReplayNotGiven):
            await refuse_sender(
                player.id,
                replay_id=row.replay_id,
                sessions=processing.sessions,
                sender=processing.jobs,
                now=processing.clock(),
            )
        assert await matches_of(processing, player) == {row.replay_id}


async def test_what_is_being_given_at_this_moment_goes_as_well(
    own_engine: AsyncEngine, processing: Processing
) -> None:
    sessions = create_sessions(own_engine)
    async with sessions() as db, db.begin():
        user, sender = await make_user(db), await make_user(db)
        first, second = await make_replay(db), await make_replay(db)
        for replay in (first, second):
            await own(db, sender, replay)
        await own(db, user, first, given_by_user_id=sender.id)
    async with sessions() as giving, giving.begin():
        await lock_name(giving, f"matches given to {user.id}")
        await own(giving, user, second, given_by_user_id=sender.id)
        refusing = asyncio.create_task(
            refuse_sender(
                user.id,
                replay_id=first.id,
                sessions=sessions,
                sender=processing.jobs,
                now=processing.clock(),
            )
        )
        await asyncio.sleep(0.3)
        assert not refusing.done()
    await refusing
    async with sessions() as db:
        owners = await db.scalars(select(UserReplay.user_id))
        assert owners.all() == [sender.id, sender.id]
