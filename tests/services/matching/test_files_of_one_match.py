"""Several files of one match, real and forged, from several users."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from rlcoach.db.models import PlayerGameStats, Replay, UploadedReplay, UserReplay
from rlcoach.services.matching.find import MATCHES_AT_ONCE
from tests.builders.match_files import GUID, ROUNDS_WITH_OTHER_GOALS, START, STEAM_ID, match_file
from tests.builders.records import ROUNDS, Round
from tests.builders.rows import NOW, make_player_game, make_replay
from tests.fixtures.processing import Processing
from tests.services.matching.owners import days_of, prove

LATE = {"first": 1, "title": "came late"}
LEFT = {"rounds": ROUNDS[:2], "title": "left early"}


async def match_of(processing: Processing, row: UploadedReplay) -> Replay:
    """The match a file belongs to."""
    async with processing.sessions() as db:
        return await db.get_one(Replay, row.replay_id)


async def snapshot(processing: Processing, replay_id: UUID | None) -> dict[str, Any]:
    """All that is stored of a match and its players."""
    async with processing.sessions() as db:
        replay = await db.get_one(Replay, replay_id)
        players = await db.scalars(
            select(PlayerGameStats)
            .where(PlayerGameStats.replay_id == replay_id)
            .order_by(PlayerGameStats.id)
        )
        columns = [
            {name: getattr(row, name) for name in row.__table__.columns.keys()}  # noqa: SIM118
            for row in (replay, *players)
        ]
    return {str(number): row for number, row in enumerate(columns)}


class TestRealFiles:
    @pytest.mark.parametrize("part", [LATE, LEFT], ids=["late", "left"])
    async def test_the_more_complete_one_is_shown(
        self, processing: Processing, part: dict[str, Any]
    ) -> None:
        early, other = await processing.user(), await processing.user()
        first = await processing.process(early, match_file(**part))
        incomplete = await match_of(processing, first)
        second = await processing.process(other, match_file())
        assert second.replay_id == first.replay_id
        complete = await match_of(processing, second)
        assert complete.frames_count > incomplete.frames_count
        assert complete.analysed_file_id == second.file_id
        assert complete.replaced_analyses == 1
        assert len(complete.goals) == 3

    @pytest.mark.parametrize("part", [LATE, LEFT], ids=["late", "left"])
    async def test_a_less_complete_one_changes_nothing(
        self, processing: Processing, part: dict[str, Any]
    ) -> None:
        first = await processing.process(await processing.user(), match_file())
        before = await snapshot(processing, first.replay_id)
        second = await processing.process(await processing.user(), match_file(**part))
        assert second.replay_id == first.replay_id
        assert await snapshot(processing, first.replay_id) == before

    async def test_each_owner_keeps_his_file(self, processing: Processing) -> None:
        rows = {}
        for data in (match_file(**LATE), match_file(), match_file(**LEFT)):
            user = await processing.user()
            rows[user.id] = await processing.process(user, data)
        async with processing.sessions() as db:
            owned = (await db.scalars(select(UserReplay))).all()
        assert {one.user_id: one.file_id for one in owned} == {
            user_id: row.file_id for user_id, row in rows.items()
        }
        assert len({one.replay_id for one in owned}) == 1

    async def test_which_player_one_is_survives_a_more_complete_file(
        self, processing: Processing
    ) -> None:
        user = await processing.user()
        first = await processing.process(user, match_file(**LATE))
        async with processing.sessions() as db, db.begin():
            me = await db.scalar(select(PlayerGameStats).where(PlayerGameStats.name == "Dee"))
            owned = await db.scalar(select(UserReplay))
            assert me is not None
            assert owned is not None
            owned.player_game_id, owned.is_player_chosen = me.id, True
        await processing.process(await processing.user(), match_file())
        async with processing.sessions() as db:
            owned = await db.scalar(select(UserReplay).where(UserReplay.user_id == user.id))
            assert owned is not None
            assert owned.replay_id == first.replay_id
            assert owned.player_game_id == me.id

    async def test_without_a_guid_only_the_same_bytes_are_one_match(
        self, processing: Processing
    ) -> None:
        user, other = await processing.user(), await processing.user()
        first = await processing.process(user, match_file(guid="", title="one"))
        second = await processing.process(other, match_file(guid="", title="two"))
        third = await processing.process(other, match_file(guid="", title="one"))
        assert (await match_of(processing, first)).match_guid is None
        assert first.replay_id != second.replay_id
        assert third.replay_id == first.replay_id

    async def test_an_owners_second_file_leaves_him_his_first(self, processing: Processing) -> None:
        user = await processing.user()
        first = await processing.process(user, match_file(**LATE))
        second = await processing.process(user, match_file())
        assert second.replay_id == first.replay_id
        async with processing.sessions() as db:
            owned = (await db.scalars(select(UserReplay))).all()
        assert [one.file_id for one in owned] == [first.file_id]

    async def test_before_2024_the_guid_is_in_the_frames_alone(
        self, processing: Processing
    ) -> None:
        first = await processing.process(
            await processing.user(), match_file(is_legacy=True, title="one")
        )
        second = await processing.process(
            await processing.user(), match_file(is_legacy=True, title="two")
        )
        assert (await match_of(processing, first)).match_guid == GUID
        assert first.replay_id == second.replay_id

    async def test_of_two_whole_ones_the_first_is_shown(self, processing: Processing) -> None:
        """However many frames the other has."""
        finer = (*ROUNDS[:2], replace(ROUNDS[2], play_frames=ROUNDS[2].play_frames + 20))
        first = await processing.process(await processing.user(), match_file())
        before = await snapshot(processing, first.replay_id)
        second = await processing.process(await processing.user(), match_file(rounds=finer))
        assert second.replay_id == first.replay_id
        assert await snapshot(processing, first.replay_id) == before

    async def test_is_found_however_many_others_came_with_its_guid(
        self, processing: Processing
    ) -> None:
        first = await processing.process(await processing.user(), match_file(**LATE))
        async with processing.sessions() as db, db.begin():
            for _ in range(MATCHES_AT_ONCE + 1):
                other = await make_replay(
                    db, match_guid=GUID, created_at=NOW - timedelta(days=9999)
                )
                await make_player_game(db, other)
        second = await processing.process(await processing.user(), match_file())
        assert second.replay_id == first.replay_id


FORGED = {
    "other goals": {"rounds": ROUNDS_WITH_OTHER_GOALS},
    "more goals": {"rounds": (*ROUNDS[:2], ROUNDS[1], ROUNDS[2])},
    "other players": {"ids": ("76561198000000099",)},
    "other map": {"map_name": "cs_p"},
    "two seconds": {"rounds": (Round(play_frames=60),)},
    "a minute": {"rounds": (Round(play_frames=1800),)},
    "one account and bots": {"bots": (1, 2, 3), "title": "bots"},
}


class TestForgedGuid:
    @pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
    async def test_gains_nothing_and_changes_nobodys_data(
        self, processing: Processing, forged: dict[str, Any]
    ) -> None:
        victim, attacker = await processing.user(), await processing.user()
        await prove(processing, victim, "steam", STEAM_ID)
        row = await processing.process(victim, match_file())
        before = await snapshot(processing, row.replay_id)
        days = await days_of(processing, victim)
        fake = await processing.process(attacker, match_file(**forged))
        assert fake.replay_id not in (None, row.replay_id)
        assert await snapshot(processing, row.replay_id) == before
        assert await days_of(processing, victim) == days == [(START.date(), 1, 1)]
        async with processing.sessions() as db:
            owned = (await db.scalars(select(UserReplay))).all()
        assert {(one.user_id, one.replay_id) for one in owned} == {
            (victim.id, row.replay_id),
            (attacker.id, fake.replay_id),
        }

    async def test_used_first_does_not_keep_the_real_match_away(
        self, processing: Processing
    ) -> None:
        attacker, victim = await processing.user(), await processing.user()
        fake = await processing.process(attacker, match_file(rounds=ROUNDS_WITH_OTHER_GOALS))
        real = await processing.process(victim, match_file())
        again = await processing.process(await processing.user(), match_file(**LATE))
        assert fake.replay_id != real.replay_id == again.replay_id
