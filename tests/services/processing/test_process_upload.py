"""From a waiting file to its match, for real: sandbox, storage, database."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from rlcoach.db.models import (
    DailyStats,
    DiscardedObject,
    Player,
    PlayerGameStats,
    PlaySession,
    Replay,
    ReplayFile,
    UploadedReplay,
    UploadStatus,
    UserReplay,
)
from rlcoach.db.stat_catalogue import stat_positions
from rlcoach.engine.sandbox import SandboxFailure, SandboxResult
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.replay.frame_file import unpack_frames
from rlcoach.services.processing.claims import RENEW_SECONDS, STALE_AFTER
from rlcoach.services.processing.service import process_upload
from rlcoach.storage.errors import StorageUnavailable
from tests.builders.match_files import START, match_file
from tests.fixtures.processing import Processing

_ALL = (Replay, ReplayFile, Player, PlayerGameStats, UserReplay, PlaySession, DailyStats)


async def counts(processing: Processing) -> dict[str, int]:
    """Rows of each table."""
    async with processing.sessions() as db:
        return {
            table.__tablename__: await db.scalar(select(func.count()).select_from(table)) or 0
            for table in _ALL
        }


class Failing:
    """An analyser that answers the same each time."""

    def __init__(self, kind: Any, error: str = "SomeError", message: str = "A sentence.") -> None:
        self.answer = SandboxFailure(kind, error, message)
        self.calls = 0

    def analyze(self, _: bytes, /) -> SandboxFailure:
        """Fails."""
        self.calls += 1
        return self.answer


class TestAnalysedFile:
    async def test_is_completed_with_its_match(self, processing: Processing) -> None:
        user = await processing.user()
        row = await processing.process(user, match_file())
        assert row.status is UploadStatus.COMPLETED
        assert (row.attempts, row.claim_id, row.claimed_at) == (1, None, None)
        assert row.processed_at == processing.clock()
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, row.replay_id)
            file = await db.get_one(ReplayFile, row.file_id)
        assert (replay.blue_score, replay.orange_score, replay.team_size) == (2, 1, 2)
        assert (replay.map, replay.playlist_id, replay.mode) == ("stadium_p", 11, "soccar")
        assert (replay.started_at, replay.is_start_estimated) == (START, False)
        assert (replay.covered_from_seconds, replay.covered_to_seconds) == (-300.0, 5.0)
        assert replay.analysis_version == ANALYSIS_VERSION
        assert replay.analysed_file_id == file.id
        assert file.replay_id == replay.id
        assert file.frames_count == replay.frames_count > 1000

    async def test_has_its_report_and_frames_stored(self, processing: Processing) -> None:
        row = await processing.process(await processing.user(), match_file())
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, row.replay_id)
        report = json.loads(await processing.stores.hot.get(replay.report_key))
        assert len(report["players"]) == 4
        assert replay.frames_key is not None
        frames = unpack_frames(await processing.stores.hot.get(replay.frames_key))
        assert len(frames.columns["time"]) == replay.frames_count

    async def test_has_every_player_with_all_numbers(self, processing: Processing) -> None:
        row = await processing.process(await processing.user(), match_file())
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, row.replay_id)
            report = json.loads(await processing.stores.hot.get(replay.report_key))
            positions = await stat_positions(db)
            rows = {
                one.report_player_id: one
                for one in await db.scalars(
                    select(PlayerGameStats).where(PlayerGameStats.replay_id == replay.id)
                )
            }
        assert len(rows) == len(report["players"]) == 4
        for player in report["players"]:
            stored = rows[player["id"]]
            assert (stored.team, stored.goals, stored.saves) == (
                player["team"],
                player["goals"],
                player["saves"],
            )
            assert stored.is_winner is (player["team"] == 0)
            for key, value in player["stats"].items():
                assert stored.stats[positions[key] - 1] == pytest.approx(value, rel=1e-6)

    async def test_belongs_to_who_sent_it(self, processing: Processing) -> None:
        user = await processing.user()
        row = await processing.process(user, match_file())
        async with processing.sessions() as db:
            owned = await db.scalar(select(UserReplay).where(UserReplay.user_id == user.id))
            assert owned is not None
            session = await db.get_one(PlaySession, owned.play_session_id)
        assert (owned.replay_id, owned.file_id) == (row.replay_id, row.file_id)
        assert owned.started_at == session.started_at == START
        assert START < session.ended_at < START + timedelta(minutes=2)


class TestSecondRun:
    async def test_changes_nothing(self, processing: Processing) -> None:
        row = await processing.process(await processing.user(), match_file())
        before = await counts(processing)
        status = await process_upload(row.id, runtime=processing.runtime)
        assert status is UploadStatus.COMPLETED
        assert await counts(processing) == before
        assert (await processing.uploaded(row.id)).attempts == 1

    async def test_of_the_same_bytes_is_the_same_match_without_analysis(
        self, processing: Processing
    ) -> None:
        first = await processing.process(await processing.user(), match_file())
        before = await counts(processing)
        never = Failing("crashed")
        other = await processing.user()
        second = await processing.with_sandbox(never).process(other, match_file())
        assert second.status is UploadStatus.COMPLETED
        assert second.replay_id == first.replay_id
        assert never.calls == 0
        assert await counts(processing) == before | {
            "user_replays": before["user_replays"] + 1,
            "play_sessions": before["play_sessions"] + 1,
        }

    async def test_that_stored_meanwhile_stays_one_match(self, processing: Processing) -> None:
        """Two uploads of one file, analysed side by side: the later one finds it stored."""
        one, two = await processing.user(), await processing.user()
        first = await processing.accepted(one, match_file())
        second = await processing.accepted(two, match_file())
        analyser = Meanwhile(processing, lambda: process_upload(first, runtime=processing.runtime))
        await process_upload(second, runtime=processing.with_sandbox(analyser).runtime)
        rows = [await processing.uploaded(one) for one in (first, second)]
        assert [row.status for row in rows] == [UploadStatus.COMPLETED] * 2
        assert rows[0].replay_id == rows[1].replay_id
        assert (await counts(processing))["replays"] == 1


class TestClaim:
    async def test_of_somebody_else_is_respected(self, processing: Processing) -> None:
        uploaded = await processing.accepted(await processing.user(), match_file())
        await _claim_by_another(processing, uploaded)
        never = Failing("crashed")
        status = await process_upload(uploaded, runtime=processing.with_sandbox(never).runtime)
        assert status is UploadStatus.PROCESSING
        assert never.calls == 0

    async def test_that_was_lost_stores_nothing(self, processing: Processing) -> None:
        uploaded = await processing.accepted(await processing.user(), match_file())
        analyser = Meanwhile(processing, lambda: _claim_by_another(processing, uploaded))
        status = await process_upload(uploaded, runtime=processing.with_sandbox(analyser).runtime)
        assert status is UploadStatus.PROCESSING
        assert (await counts(processing))["replays"] == 0
        async with processing.sessions() as db:
            discarded = await db.scalars(select(DiscardedObject.object_key))
        assert {key.partition("/")[0] for key in discarded} == {"reports", "frames"}

    async def test_is_renewed_often_enough(self) -> None:
        assert timedelta(seconds=3 * RENEW_SECONDS) < STALE_AFTER

    async def test_of_nothing_is_an_error(self, processing: Processing) -> None:
        with pytest.raises(LookupError):
            await process_upload(uuid4(), runtime=processing.runtime)


class TestFailure:
    async def test_of_a_damaged_file_is_told_at_once(self, processing: Processing) -> None:
        data = bytearray(match_file())
        data[40] ^= 0xFF
        row = await processing.process(await processing.user(), bytes(data))
        assert (row.status, row.error_code, row.attempts) == (UploadStatus.FAILED, "damaged", 1)
        assert row.error_sentence is not None
        assert row.error_sentence.endswith(".")
        assert (await counts(processing))["replays"] == 0

    async def test_to_read_the_frames_leaves_what_the_header_says(
        self, processing: Processing
    ) -> None:
        row = await processing.process(await processing.user(), match_file()[:-3000])
        assert row.status is UploadStatus.COMPLETED
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, row.replay_id)
        assert (replay.is_header_only, replay.frames_key, replay.frames_count) == (True, None, 0)
        assert (replay.blue_score, replay.orange_score) == (2, 1)

    @pytest.mark.parametrize("kind", ["timeout", "crashed"])
    async def test_that_may_pass_is_tried_three_times(
        self, processing: Processing, kind: str
    ) -> None:
        analyser = Failing(kind)
        failing = processing.with_sandbox(analyser)
        uploaded = await processing.accepted(await processing.user(), match_file())
        seen = []
        for _ in range(5):
            seen.append(await process_upload(uploaded, runtime=failing.runtime))
            processing.clock.move(hours=1)
        assert seen == [UploadStatus.PENDING] * 2 + [UploadStatus.FAILED] * 3
        assert analyser.calls == 3
        row = await processing.uploaded(uploaded)
        assert row.error_code == {"timeout": "timeout", "crashed": "analysis_failed"}[kind]

    async def test_is_not_tried_again_before_its_time(self, processing: Processing) -> None:
        analyser = Failing("timeout")
        uploaded = await processing.accepted(await processing.user(), match_file())
        for _ in range(3):
            await process_upload(uploaded, runtime=processing.with_sandbox(analyser).runtime)
        assert analyser.calls == 1

    async def test_for_want_of_memory_is_final(self, processing: Processing) -> None:
        failing = processing.with_sandbox(Failing("out_of_memory"))
        row = await failing.process(await processing.user(), match_file())
        assert (row.status, row.error_code) == (UploadStatus.FAILED, "out_of_memory")

    async def test_of_storage_does_not_count(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def unavailable(_key: str) -> bytes:
            raise StorageUnavailable

        uploaded = await processing.accepted(await processing.user(), match_file())
        monkeypatch.setattr(processing.stores.hot, "get", unavailable)
        assert await process_upload(uploaded, runtime=processing.runtime) is UploadStatus.PENDING
        row = await processing.uploaded(uploaded)
        assert (row.attempts, row.job_sent_at) == (0, None)
        assert row.not_before is not None
        assert row.not_before > processing.clock()

    async def test_of_a_lost_object_asks_for_the_file_again(self, processing: Processing) -> None:
        uploaded = await processing.accepted(await processing.user(), match_file())
        async with processing.sessions() as db:
            file = await db.scalar(select(ReplayFile))
        assert file is not None
        await processing.stores.hot.delete(file.object_key)
        assert await process_upload(uploaded, runtime=processing.runtime) is UploadStatus.FAILED
        row = await processing.uploaded(uploaded)
        assert row.error_code == "file_gone"
        assert "upload it again" in (row.error_sentence or "")


class TestWhatAFileSays:
    async def test_is_read_from_cold_storage_too(self, processing: Processing) -> None:
        uploaded = await processing.accepted(await processing.user(), match_file())
        async with processing.sessions() as db:
            file = await db.scalar(select(ReplayFile))
        assert file is not None
        assert processing.stores.cold is not None
        await processing.stores.hot.copy_to(processing.stores.cold, file.object_key)
        await processing.stores.hot.delete(file.object_key)
        assert await process_upload(uploaded, runtime=processing.runtime) is UploadStatus.COMPLETED

    async def test_of_its_date_is_meant_in_the_users_zone(self, processing: Processing) -> None:
        """A file of 2017 has the date of saving alone, which is the end of the match."""
        user = await processing.user(time_zone="Europe/Berlin")
        saved = datetime(2017, 5, 20, 18, 30, tzinfo=UTC)
        data = match_file(start=saved, utc_offset_minutes=120, is_legacy=True)
        row = await processing.process(user, data)
        async with processing.sessions() as db:
            replay = await db.get_one(Replay, row.replay_id)
        assert replay.is_start_estimated
        assert abs(replay.started_at - saved) < timedelta(seconds=90)


class Meanwhile:
    """Analyses as it should, and has something happen in the meantime."""

    def __init__(self, processing: Processing, happens: Callable[[], Awaitable[object]]) -> None:
        self.sandbox = processing.sandbox
        self.happens = happens
        self.loop = asyncio.get_running_loop()

    def analyze(self, data: bytes, /) -> SandboxResult:
        """Runs in a thread, while the loop of the test is free."""

        async def run() -> None:
            await self.happens()

        asyncio.run_coroutine_threadsafe(run(), self.loop).result()
        return self.sandbox.analyze(data)


async def _claim_by_another(processing: Processing, uploaded: Any) -> None:
    async with processing.sessions() as db, db.begin():
        await db.execute(
            update(UploadedReplay)
            .where(UploadedReplay.id == uploaded)
            .values(status=UploadStatus.PROCESSING, claim_id=uuid4(), claimed_at=processing.clock())
        )
