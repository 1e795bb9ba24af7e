"""A claim lasts as long as its holder, and goes back when he gives up."""

import asyncio
import time
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.db.models import UploadStatus
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.engine.sandbox import SandboxFailure
from rlcoach.services.processing import claims
from rlcoach.services.processing.service import process_upload
from rlcoach.storage.stores import Stores
from tests.builders.match_files import match_file
from tests.fixtures.processing import Processing


class Slow:
    """An analyser that takes its time, and then fails."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def analyze(self, _: bytes, /) -> SandboxFailure:
        """Sleeps."""
        time.sleep(self.seconds)
        return SandboxFailure("timeout", "Timeout", "It took too long.")


@pytest.fixture
def committed(own_engine: AsyncEngine, stores: Stores) -> Processing:
    """With a connection for each session, as a claim is renewed beside the work."""
    return Processing(create_sessions(own_engine), stores, Slow(1.0))


class TestKeptClaim:
    async def test_is_renewed_while_the_work_goes_on(
        self, committed: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(claims, "RENEW_SECONDS", 0.05)
        uploaded = await committed.accepted(await committed.user(), match_file())
        taken_at = committed.clock()
        work = asyncio.create_task(process_upload(uploaded, runtime=committed.runtime))
        await asyncio.sleep(0.3)
        committed.clock.move(seconds=40)
        await asyncio.sleep(0.3)
        row = await committed.uploaded(uploaded)
        assert row.status is UploadStatus.PROCESSING
        assert row.claimed_at == taken_at + timedelta(seconds=40)
        assert await work is UploadStatus.PENDING
        assert (await committed.uploaded(uploaded)).claimed_at is None


class TestGivingUp:
    async def test_puts_the_file_back_at_once(self, committed: Processing) -> None:
        uploaded = await committed.accepted(await committed.user(), match_file())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await process_upload(uploaded, runtime=committed.runtime)
        row = await committed.uploaded(uploaded)
        assert (row.status, row.attempts) == (UploadStatus.PENDING, 0)
        assert (row.claim_id, row.not_before, row.job_sent_at) == (None, None, None)


class TestAnalysis:
    async def test_holds_no_connection(
        self, committed: Processing, own_engine: AsyncEngine
    ) -> None:
        """A transaction that is open for as long would keep others waiting, and the pool empty."""
        held: list[int] = []

        class Counting(Slow):
            def analyze(self, data: bytes, /) -> SandboxFailure:
                held.append(own_engine.pool.checkedout())  # type: ignore[attr-defined]
                return super().analyze(data)

        counting = committed.with_sandbox(Counting(0.0))
        uploaded = await counting.accepted(await counting.user(), match_file())
        await process_upload(uploaded, runtime=counting.runtime)
        assert held == [0]
