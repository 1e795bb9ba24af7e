"""What files of others give to a player who has proved his account, and what they cannot."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from rlcoach.db.models import OAuthAccount, Ownership, User, UserReplay
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.matching.giving import auto_match
from tests.builders.match_files import (
    EPIC_ID,
    ROUNDS_WITH_OTHER_GOALS,
    START,
    STEAM_ID,
    match_file,
)
from tests.builders.records import ROUNDS, Round
from tests.builders.rows import (
    make_player,
    make_player_game,
    make_replay,
    make_user,
    own,
)
from tests.fixtures.processing import Processing
from tests.services.matching.owners import days_of, match_linked, matches_of, owned_by, prove

FORGED: dict[str, dict[str, Any]] = {
    "guid": {"start": START - timedelta(days=3)},
    "time": {"guid": "F" * 32},
    "time without a guid": {"guid": ""},
}
"""What a forged file has in common with a match that its player has."""
ESTIMATED = match_file(guid="", is_legacy=True)
"""A file that says when it was saved, on a clock in a zone nobody knows."""
STUB = match_file(rounds=(Round(play_frames=60),), title="left at once")
REAL_DAY = [(START.date(), 1, 1)]


def forged(number: int = 0, **common: Any) -> bytes:
    """A file of a match that never was, with the players of the real one."""
    extra = (replace(ROUNDS[1], scorer=3),) * number
    return match_file(rounds=(*ROUNDS_WITH_OTHER_GOALS, *extra), title=f"fake {number}", **common)


@pytest.fixture
async def player(processing: Processing) -> User:
    """Somebody who has proved to be Ada."""
    player = await processing.user()
    await prove(processing, player, "steam", STEAM_ID)
    return player


async def sent(processing: Processing, data: bytes) -> UUID | None:
    """The match of a file that somebody else sends."""
    return (await processing.process(await processing.user(), data)).replay_id


@pytest.mark.parametrize("common", FORGED.values(), ids=FORGED.keys())
class TestForgedMatch:
    async def test_is_not_given_to_who_sent_the_real_one(
        self, processing: Processing, player: User, common: dict[str, Any]
    ) -> None:
        real = await processing.process(player, match_file())
        for number in range(3):
            assert await sent(processing, forged(number, **common)) != real.replay_id
        assert await matches_of(processing, player) == {real.replay_id}
        assert await days_of(processing, player) == REAL_DAY

    async def test_is_not_given_to_who_was_given_the_real_one(
        self, processing: Processing, player: User, common: dict[str, Any]
    ) -> None:
        real = await sent(processing, match_file())
        await sent(processing, forged(**common))
        assert await matches_of(processing, player) == {real}
        assert await days_of(processing, player) == REAL_DAY

    async def test_goes_when_its_player_sends_the_real_one(
        self, processing: Processing, player: User, common: dict[str, Any]
    ) -> None:
        fake = await sent(processing, forged(**common))
        assert await matches_of(processing, player) == {fake}
        real = await processing.process(player, match_file())
        assert await matches_of(processing, player) == {real.replay_id}
        assert await days_of(processing, player) == REAL_DAY

    async def test_is_not_given_to_who_proves_his_account_later(
        self, processing: Processing, common: dict[str, Any]
    ) -> None:
        player, other = await processing.user(), await processing.user()
        real = await processing.process(player, match_file())
        await sent(processing, forged(**common))
        await prove(processing, player, "steam", STEAM_ID)
        await match_linked(processing)
        assert await matches_of(processing, player) == {real.replay_id}
        await prove(processing, other, "epic", EPIC_ID)
        await match_linked(processing)
        assert await matches_of(processing, other) == {real.replay_id}
        assert await days_of(processing, other) == REAL_DAY


class TestGivenMatch:
    async def test_says_so(self, processing: Processing, player: User) -> None:
        uploader = await processing.user()
        await processing.process(uploader, match_file())
        found = await owned_by(processing, player)
        assert found is not None
        assert found.ownership_type is Ownership.AUTO_MATCHED
        assert found.given_by_user_id == uploader.id

    async def test_beside_another_is_given_as_well(
        self, processing: Processing, player: User
    ) -> None:
        """Starts may be off by some seconds, so neighbours may overlap a little."""
        files = [
            match_file(guid=f"{number:032X}", start=START + timedelta(seconds=40 * number))
            for number in range(1, 4)
        ]
        given = {await sent(processing, data) for data in files}
        assert await matches_of(processing, player) == given

    async def test_of_a_wrong_zone_takes_nothing_away(
        self, processing: Processing, player: User
    ) -> None:
        """An estimated start may be hours off."""
        given = await sent(processing, ESTIMATED)
        own_one = await processing.process(player, match_file(guid=""))
        assert await matches_of(processing, player) == {given, own_one.replay_id}

    @pytest.mark.parametrize("first", [0, 1], ids=["estimated first", "sent first"])
    async def test_of_a_wrong_zone_is_ruled_out_by_nothing(
        self, processing: Processing, player: User, first: int
    ) -> None:
        other = await processing.user()
        files = [ESTIMATED, match_file(guid="")]
        given = {await sent(processing, files[first]), await sent(processing, files[1 - first])}
        assert await matches_of(processing, player) == given
        await prove(processing, other, "epic", EPIC_ID)
        await match_linked(processing)
        assert await matches_of(processing, other) == given

    async def test_of_who_left_at_once_gives_way_to_the_whole_one(
        self, processing: Processing, player: User
    ) -> None:
        """Where nothing has happened yet nothing can agree, so that the two are no one match."""
        stub = await sent(processing, STUB)
        assert await matches_of(processing, player) == {stub}
        whole = await sent(processing, match_file())
        assert await matches_of(processing, player) == {whole}
        assert await days_of(processing, player) == REAL_DAY

    @pytest.mark.parametrize("has_stub", [True, False], ids=["he has it", "he has neither"])
    async def test_of_who_left_at_once_gives_way_also_where_an_account_is_proved_later(
        self, processing: Processing, has_stub: bool
    ) -> None:
        player = await processing.user()
        if has_stub:
            await prove(processing, player, "steam", STEAM_ID)
        stub = await sent(processing, STUB)
        await match_linked(processing)
        whole = await sent(processing, match_file(ids=("76561198000000099",)))
        assert await matches_of(processing, player) == ({stub} if has_stub else set())
        await prove(processing, player, "epic", EPIC_ID)
        await match_linked(processing)
        assert await matches_of(processing, player) == {whole}

    async def test_of_who_left_at_once_stays_his_who_sent_it(
        self, processing: Processing, player: User
    ) -> None:
        stub = await processing.process(player, STUB)
        await sent(processing, match_file())
        assert await matches_of(processing, player) == {stub.replay_id}

    async def test_of_who_left_at_once_gives_way_to_no_other_map(
        self, processing: Processing, player: User
    ) -> None:
        stub = await sent(processing, STUB)
        await sent(processing, match_file(map_name="cs_p"))
        assert await matches_of(processing, player) == {stub}

    async def test_that_nobody_else_owns_is_not_taken_away(
        self, processing: Processing, player: User
    ) -> None:
        given = await sent(processing, forged())
        async with processing.sessions() as db, db.begin():
            await db.execute(delete(UserReplay).where(UserReplay.user_id != player.id))
        real = await processing.process(player, match_file())
        assert await matches_of(processing, player) == {given, real.replay_id}

    @pytest.mark.parametrize("is_proved_first", [True, False])
    async def test_of_endless_length_stands_in_nobodys_way(
        self, processing: Processing, is_proved_first: bool
    ) -> None:
        player = await processing.user()
        async with processing.sessions() as db, db.begin():
            before = START - timedelta(minutes=70)
            endless = await make_replay(db, started_at=before, duration_seconds=1e9)
            await own(db, player, endless, ownership_type=Ownership.AUTO_MATCHED)
        if is_proved_first:
            await prove(processing, player, "steam", STEAM_ID)
        real = await sent(processing, match_file())
        if not is_proved_first:
            await prove(processing, player, "steam", STEAM_ID)
            await match_linked(processing)
        assert await matches_of(processing, player) == {endless.id, real}


async def test_two_at_once_that_contradict_each_other_are_given_one_by_one(
    own_engine: AsyncEngine,
) -> None:
    sessions = create_sessions(own_engine)
    async with sessions() as db, db.begin():
        user, uploader = await make_user(db), await make_user(db)
        player = await make_player(db, online_id=STEAM_ID)
        db.add(OAuthAccount(user_id=user.id, provider="steam", provider_account_id=STEAM_ID))
        matches = [await make_replay(db, started_at=START) for _ in range(2)]
        games = [await make_player_game(db, one, player_id=player.id) for one in matches]

    async def give(db: AsyncSession, number: int) -> int:
        replay, player_games = matches[number], [games[number].id]
        return len(
            await auto_match(db, replay=replay, player_games=player_games, given_by=uploader.id)
        )

    async with sessions() as first, sessions() as second:
        assert await give(first, 0) == 1
        waiting = asyncio.create_task(give(second, 1))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        await first.commit()
        assert await waiting == 0
