"""When a match of several files was, for each of its owners."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from rlcoach.db.models import (
    DailyStats,
    PlaySession,
    Replay,
    ReplayFile,
    UploadedReplay,
    User,
    UserReplay,
)
from rlcoach.services.matching.ownership import own_uploaded
from rlcoach.services.play_sessions.service import estimate_starts
from rlcoach.services.processing.storing import store_upload
from tests.builders.match_files import START, STEAM_ID, match_file
from tests.builders.records import ROUNDS
from tests.fixtures.processing import Processing
from tests.services.matching.owners import prove

SAVED = datetime(2017, 5, 20, 18, 30, tzinfo=UTC)
UNSENT_PART = {"is_legacy": True, "start": SAVED, "first": 1}
"""A late joiner's file, which holds nothing but the time of saving."""


async def player_of(processing: Processing) -> User:
    """Somebody who played in the match and sends nothing."""
    player = await processing.user()
    await prove(processing, player, "steam", STEAM_ID)
    return player


async def start_for(processing: Processing, user: User) -> tuple[datetime, bool]:
    """When his one match was, and whether that is estimated."""
    async with processing.sessions() as db:
        row = (await db.scalars(select(UserReplay).where(UserReplay.user_id == user.id))).one()
        return row.started_at, row.is_start_estimated


async def file_of(processing: Processing, row: UploadedReplay) -> ReplayFile:
    """What is known of a file that was sent."""
    async with processing.sessions() as db:
        return await db.get_one(ReplayFile, row.file_id)


class TestSentStart:
    @pytest.mark.parametrize("sent", [{}, {"first": 1}], ids=["of a fuller file", "of another"])
    async def test_replaces_an_estimate_for_all_who_have_no_file_of_their_own(
        self, processing: Processing, sent: dict[str, Any]
    ) -> None:
        player, uploader = await player_of(processing), await processing.user()
        first = await processing.process(uploader, match_file(**UNSENT_PART))
        assert (await start_for(processing, player))[1]
        estimate = await start_for(processing, uploader)
        second = await processing.process(await processing.user(), match_file(**sent))
        assert second.replay_id == first.replay_id
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, first.replay_id)
        assert (replay.started_at, replay.is_start_estimated) == (START, False)
        assert await start_for(processing, player) == (START, False)
        assert await start_for(processing, uploader) == estimate

    async def test_moves_their_sessions_and_days(self, processing: Processing) -> None:
        player = await player_of(processing)
        await processing.process(await processing.user(), match_file(**UNSENT_PART))
        await processing.process(await processing.user(), match_file())
        async with processing.sessions() as db:
            sessions = await db.scalars(
                select(PlaySession.started_at).where(PlaySession.user_id == player.id)
            )
            days = await db.scalars(select(DailyStats.day).where(DailyStats.user_id == player.id))
            assert sessions.all() == [START]
            assert days.all() == [START.date()]

    @pytest.mark.parametrize(
        "fuller",
        [{"is_legacy": True, "start": SAVED}, {"start": START + timedelta(minutes=5)}],
        ids=["an estimate", "another that was sent"],
    )
    async def test_is_not_replaced(self, processing: Processing, fuller: dict[str, Any]) -> None:
        await processing.process(await processing.user(), match_file(first=1))
        row = await processing.process(await processing.user(), match_file(**fuller))
        async with processing.sessions() as db:
            replay = (await db.scalars(select(Replay))).one()
        assert replay.analysed_file_id == row.file_id
        assert (replay.started_at, replay.is_start_estimated) == (START, False)


class TestEstimatedStart:
    async def test_follows_the_fuller_file_for_who_has_none(self, processing: Processing) -> None:
        player = await player_of(processing)
        await processing.process(await processing.user(), match_file(**UNSENT_PART))
        late = await start_for(processing, player)
        whole = match_file(is_legacy=True, start=SAVED)
        row = await processing.process(await processing.user(), whole)
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, row.replay_id)
        assert replay.is_start_estimated
        assert await start_for(processing, player) == (replay.started_at, True) != late

    async def test_lies_the_length_of_his_own_file_before_its_end(
        self, processing: Processing
    ) -> None:
        """Who left early, or sends the same bytes after a fuller file has come."""
        left = match_file(rounds=ROUNDS[:1], is_legacy=True, start=SAVED)
        leaver, mate = await processing.user(), await processing.user()
        row = await processing.process(leaver, left)
        await processing.process(
            await processing.user(), match_file(is_legacy=True, start=SAVED, title="whole")
        )
        await processing.process(mate, left)
        file = await file_of(processing, row)
        assert file.duration_seconds is not None
        assert file.saved_at_local is not None
        assert file.duration_seconds < 25
        saved = file.saved_at_local.replace(tzinfo=UTC)
        expected = (saved - timedelta(seconds=file.duration_seconds), True)
        assert await start_for(processing, leaver) == expected
        assert await start_for(processing, mate) == expected
        async with processing.sessions() as db, db.begin():
            await estimate_starts(db, leaver.id)
        assert await start_for(processing, leaver) == expected

    async def test_is_made_again_when_the_zone_changed_meanwhile(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The job of that change did not see this match, so another one has to."""
        user = await processing.user(time_zone="UTC")

        async def changed_meanwhile(db: Any, **given: Any) -> Any:
            await db.execute(
                update(User)
                .where(User.id == user.id)
                .values(time_zone="Europe/Berlin")
                .execution_options(synchronize_session=False)
            )
            return await own_uploaded(db, **given)

        monkeypatch.setattr(f"{store_upload.__module__}.own_uploaded", changed_meanwhile)
        await processing.process(user, match_file(is_legacy=True, start=SAVED))
        before, _ = await start_for(processing, user)
        assert await processing.rebuild_play() == [True]
        after, _ = await start_for(processing, user)
        assert after == before - timedelta(hours=2)
        assert after.date() == date(2017, 5, 20)
