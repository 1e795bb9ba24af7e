"""After an upgrade every match is analysed again, and nothing is mixed meanwhile."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from rlcoach.core.jobs import KeptJobs, send_collected
from rlcoach.db.models import (
    DailyStats,
    DiscardedObject,
    PlayerGameStats,
    Replay,
    ReplayFile,
    StorageTier,
    User,
    UserReplay,
)
from rlcoach.engine.sandbox import SandboxFailure
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.services.play_sessions.service import rebuild_play
from rlcoach.services.processing.failures import MAX_LOST_CLAIMS
from rlcoach.services.reanalysis.jobs import REANALYSE
from rlcoach.services.reanalysis.service import (
    CLAIM,
    ReanalysisProgress,
    enqueue_outdated,
    progress_of,
    reanalyse,
)
from rlcoach.storage.errors import StorageUnavailable
from tests.builders.match_files import match_file
from tests.builders.rows import NOW, make_replay, own
from tests.fixtures.processing import Processing


@pytest.fixture(autouse=True)
def _newer_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes what is stored by the analysis of these tests look old."""
    for module in ("reanalysis.service", "processing.rows", "processing.storing"):
        name = f"rlcoach.services.{module}.ANALYSIS_VERSION"
        monkeypatch.setattr(name, ANALYSIS_VERSION + 1)


GIVEN_UP = {
    "reanalysis_attempts": MAX_LOST_CLAIMS,
    "reanalysis_version": ANALYSIS_VERSION + 1,
}


async def find(processing: Processing) -> list[UUID]:
    """Looks for outdated matches once; returns those enqueued, in order."""
    jobs = KeptJobs()
    async with processing.sessions() as db:
        async with db.begin():
            number = await enqueue_outdated(db, now=processing.clock())
        await send_collected(db, jobs)
    assert all(job.kind == REANALYSE for job in jobs.jobs)
    assert number == len(jobs.jobs)
    return [UUID(str(job.payload["replay_id"])) for job in jobs.jobs]


async def old_match(processing: Processing, user: User) -> UUID:
    """A match of the older version, whose numbers were other ones."""
    row = await processing.process(user, match_file())
    assert row.replay_id is not None
    async with processing.sessions() as db, db.begin():
        me = await db.scalar(select(PlayerGameStats.id).where(PlayerGameStats.name == "Ada"))
        await db.execute(update(UserReplay).values(player_game_id=me, is_player_chosen=True))
        await db.execute(
            update(Replay).values(
                analysis_version=ANALYSIS_VERSION, report_key="reports/old", frames_key="frames/old"
            )
        )
        await db.execute(update(PlayerGameStats).values(goals=9, stats=[1.0]))
        await rebuild_play(db, user.id)
    return row.replay_id


class TestEnqueueOutdated:
    async def test_takes_the_newest_first_and_each_once(self, processing: Processing) -> None:
        async with processing.sessions() as db, db.begin():
            replays = [await make_replay(db, analysis_version=1) for _ in range(4)]
            await make_replay(db, analysis_version=ANALYSIS_VERSION + 1)
        newest_first = [replay.id for replay in reversed(replays)]
        assert await find(processing) == newest_first
        assert await find(processing) == []

    async def test_what_is_only_held_up_is_not_given_up(self, processing: Processing) -> None:
        async with processing.sessions() as db, db.begin():
            replay = await make_replay(db)
        for _ in range(3 * MAX_LOST_CLAIMS):
            assert await find(processing) == [replay.id]
            processing.clock.now += CLAIM + timedelta(seconds=1)

    async def test_does_not_send_again_what_still_waits(self, processing: Processing) -> None:
        async with processing.sessions() as db, db.begin():
            for _ in range(3):
                await make_replay(db)
            now = processing.clock()
            assert await enqueue_outdated(db, now=now, waiting_jobs=49) == 1
            assert await enqueue_outdated(db, now=now, waiting_jobs=50) == 0
            assert await enqueue_outdated(db, now=now, waiting_jobs=None) == 2


class TestReanalyse:
    async def test_brings_everything_up_to_date(self, processing: Processing) -> None:
        user = await processing.user()
        replay_id = await old_match(processing, user)
        assert await reanalyse(replay_id, runtime=processing.runtime)
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, replay_id)
            me = await db.scalar(
                select(PlayerGameStats).join(
                    UserReplay, UserReplay.player_game_id == PlayerGameStats.id
                )
            )
            days = (await db.scalars(select(DailyStats))).all()
            discarded = set(await db.scalars(select(DiscardedObject.object_key)))
        assert replay.analysis_version == ANALYSIS_VERSION + 1
        assert await processing.stores.hot.exists(replay.report_key)
        assert me is not None
        assert (me.name, me.goals) == ("Ada", 1)
        assert len(me.stats) > 100
        assert [day.analysis_version for day in days] == [ANALYSIS_VERSION + 1]
        assert discarded == {"reports/old", "frames/old"}

    async def test_a_second_time_does_nothing(self, processing: Processing) -> None:
        replay_id = await old_match(processing, await processing.user())
        assert await reanalyse(replay_id, runtime=processing.runtime)
        assert not await reanalyse(replay_id, runtime=processing.runtime)
        async with processing.sessions() as db:
            assert (await db.get_one(Replay, replay_id)).replaced_analyses == 1

    async def test_reads_what_is_in_cold_storage(self, processing: Processing) -> None:
        replay_id = await old_match(processing, await processing.user())
        cold = processing.stores.cold
        assert cold is not None
        async with processing.sessions() as db, db.begin():
            file = (await db.scalars(select(ReplayFile))).one()
            await processing.stores.hot.copy_to(cold, file.object_key)
            await processing.stores.hot.delete(file.object_key)
            file.tier = StorageTier.COLD
        assert await reanalyse(replay_id, runtime=processing.runtime)

    async def test_that_fails_keeps_the_old_analysis(self, processing: Processing) -> None:
        replay_id = await old_match(processing, await processing.user())

        class Failing:
            def analyze(self, _: bytes, /) -> SandboxFailure:
                return SandboxFailure("timeout", "Timeout", "It took too long.")

        assert not await reanalyse(replay_id, runtime=processing.with_sandbox(Failing()).runtime)
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, replay_id)
        assert (replay.analysis_version, replay.report_key) == (ANALYSIS_VERSION, "reports/old")

    async def test_that_fails_again_and_again_is_given_up_until_the_next_version(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = await processing.user()
        replay_id = await old_match(processing, user)
        async with processing.sessions() as db:
            file = (await db.scalars(select(ReplayFile))).one()
        await processing.stores.hot.delete(file.object_key)
        for _ in range(MAX_LOST_CLAIMS):
            assert await find(processing) == [replay_id]
            assert not await reanalyse(replay_id, runtime=processing.runtime)
            processing.clock.now += CLAIM + timedelta(seconds=1)
        assert await find(processing) == []
        async with processing.sessions() as db:
            assert (await progress_of(db, user.id)).given_up == 1

        name = "rlcoach.services.reanalysis.service.ANALYSIS_VERSION"
        monkeypatch.setattr(name, ANALYSIS_VERSION + 2)
        assert await find(processing) == [replay_id]
        async with processing.sessions() as db:
            assert (await progress_of(db, user.id)).given_up == 0

    async def test_storage_that_is_away_is_no_try(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        replay_id = await old_match(processing, await processing.user())

        async def is_away(_: str) -> bytes:
            raise StorageUnavailable

        with monkeypatch.context() as patch:
            patch.setattr(processing.stores.hot, "get", is_away)
            for _ in range(MAX_LOST_CLAIMS):
                with pytest.raises(StorageUnavailable):
                    await reanalyse(replay_id, runtime=processing.runtime)
        assert await find(processing) == [replay_id]
        assert await reanalyse(replay_id, runtime=processing.runtime)


class TestProgress:
    async def test_says_how_many_are_done(self, processing: Processing) -> None:
        user, other = await processing.user(), await processing.user()
        async with processing.sessions() as db, db.begin():
            for version in (1, 1, 1, ANALYSIS_VERSION + 1):
                await own(db, user, await make_replay(db, analysis_version=version))
            await own(db, user, await make_replay(db, **GIVEN_UP))
            await own(db, other, await make_replay(db))
            found = await progress_of(db, user.id)
        assert found == ReanalysisProgress(
            current=1, total=5, given_up=1, version=ANALYSIS_VERSION + 1
        )
        assert found.sentence == "1 of 5 games re-analysed"

    def test_has_nothing_to_say_when_it_is_over(self) -> None:
        assert ReanalysisProgress(4, 5, 1, version=2).sentence is None
        assert (
            ReanalysisProgress(312, 1000, 0, version=2).sentence == "312 of 1,000 games re-analysed"
        )

    async def test_a_new_upload_is_of_the_newest_version(self, processing: Processing) -> None:
        user = await processing.user()
        await processing.process(user, match_file())
        async with processing.sessions() as db:
            assert (await progress_of(db, user.id)).is_done
            assert await db.scalar(select(func.max(Replay.analysed_at))) == NOW
