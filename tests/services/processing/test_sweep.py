"""What is left lying is found, and nothing else."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from rlcoach.core.jobs import KeptJobs, send_collected
from rlcoach.db.models import UploadedReplay, UploadStatus
from rlcoach.services.processing.claims import STALE_AFTER
from rlcoach.services.processing.jobs import PROCESS_UPLOAD
from rlcoach.services.processing.sweep import PATIENCE, Swept, sweep_uploads
from tests.builders.rows import NOW, make_upload, make_uploaded_replay, make_user
from tests.fixtures.processing import Processing

_MOMENT = timedelta(seconds=1)
NOTHING = Swept(0, 0, 0)


async def waiting(processing: Processing, **columns: Any) -> UUID:
    """A file that was uploaded long ago."""
    async with processing.sessions() as db, db.begin():
        upload = await make_upload(db, await make_user(db))
        given = {"uploaded_at": NOW - timedelta(hours=2), **columns}
        return (await make_uploaded_replay(db, upload, **given)).id


async def claimed(processing: Processing, *, ago: timedelta, attempts: int = 1) -> UUID:
    """A file that is being processed, as its row says."""
    return await waiting(
        processing,
        status=UploadStatus.PROCESSING,
        claim_id=uuid4(),
        claimed_at=NOW - ago,
        attempts=attempts,
        job_sent_at=NOW - ago,
    )


async def sweep(processing: Processing, waiting_jobs: int | None = 0) -> tuple[Swept, list[UUID]]:
    """Sweeps once; also returns what was sent."""
    jobs = KeptJobs()
    async with processing.sessions() as db:
        async with db.begin():
            swept = await sweep_uploads(db, now=NOW, waiting_jobs=waiting_jobs)
        await send_collected(db, jobs)
    assert all(job.kind == PROCESS_UPLOAD for job in jobs.jobs)
    return swept, [UUID(str(job.payload["uploaded_replay_id"])) for job in jobs.jobs]


class TestClaims:
    async def test_that_are_renewed_stay(self, processing: Processing) -> None:
        await claimed(processing, ago=STALE_AFTER - _MOMENT)
        assert await sweep(processing) == (NOTHING, [])

    async def test_that_are_stale_are_freed_and_sent_again(self, processing: Processing) -> None:
        row_id = await claimed(processing, ago=STALE_AFTER + _MOMENT)
        assert await sweep(processing) == (Swept(1, 0, 1), [row_id])
        row = await processing.uploaded(row_id)
        assert (row.status, row.claim_id, row.attempts) == (UploadStatus.PENDING, None, 1)
        assert row.job_sent_at == NOW

    async def test_that_are_lost_time_after_time_end(self, processing: Processing) -> None:
        ago = STALE_AFTER + _MOMENT
        row_id = await claimed(processing, ago=ago, attempts=6)
        once_more = await claimed(processing, ago=ago, attempts=5)
        assert await sweep(processing) == (Swept(1, 1, 1), [once_more])
        row = await processing.uploaded(row_id)
        assert (row.status, row.error_code) == (UploadStatus.FAILED, "analysis_lost")


class TestJobs:
    async def test_that_were_never_sent_are_sent(self, processing: Processing) -> None:
        row_id = await waiting(processing, uploaded_at=NOW - PATIENCE - _MOMENT)
        assert await sweep(processing) == (Swept(0, 0, 1), [row_id])

    async def test_of_files_that_have_just_come_are_left_to_who_took_them(
        self, processing: Processing
    ) -> None:
        await waiting(processing, uploaded_at=NOW - PATIENCE + _MOMENT)
        assert await sweep(processing) == (NOTHING, [])

    async def test_that_are_neither_waiting_nor_done_are_sent_again(
        self, processing: Processing
    ) -> None:
        row_id = await waiting(processing, job_sent_at=NOW - PATIENCE - _MOMENT)
        assert await sweep(processing, waiting_jobs=0) == (Swept(0, 0, 1), [row_id])
        assert await sweep(processing, waiting_jobs=0) == (NOTHING, [])

    @pytest.mark.parametrize("status", [UploadStatus.PROCESSING, UploadStatus.COMPLETED])
    async def test_that_later_ones_have_overtaken_are_sent_again(
        self, processing: Processing, status: UploadStatus
    ) -> None:
        """One lost with Redis is found soon also where the queue is never empty."""
        taken = NOW - timedelta(minutes=3)
        is_done = status is UploadStatus.COMPLETED
        await waiting(
            processing,
            status=status,
            job_sent_at=taken,
            claim_id=None if is_done else uuid4(),
            claimed_at=None if is_done else NOW,
            processed_at=NOW - _MOMENT if is_done else None,
        )
        await waiting(processing, job_sent_at=taken - PATIENCE + _MOMENT)
        row_id = await waiting(processing, job_sent_at=taken - PATIENCE - _MOMENT)
        assert await sweep(processing, waiting_jobs=1) == (Swept(0, 0, 1), [row_id])

    async def test_that_wait_their_turn_are_left_however_long_it_takes(
        self, processing: Processing
    ) -> None:
        for ago in (1, 5, 9):
            await waiting(processing, job_sent_at=NOW - timedelta(minutes=ago))
        assert await sweep(processing, waiting_jobs=3) == (NOTHING, [])

    async def test_of_a_queue_that_stands_still_are_sent_again_in_the_end(
        self, processing: Processing
    ) -> None:
        row_id = await waiting(processing, job_sent_at=NOW - timedelta(minutes=11))
        assert await sweep(processing, waiting_jobs=3) == (Swept(0, 0, 1), [row_id])

    async def test_are_not_sent_while_nobody_would_take_them(self, processing: Processing) -> None:
        await waiting(processing, job_sent_at=NOW - timedelta(hours=1))
        assert await sweep(processing, None) == (NOTHING, [])

    async def test_of_files_that_were_given_back_are_sent_at_once(
        self, processing: Processing
    ) -> None:
        """Their worker gave up or was gone: nobody else will send them."""
        row_id = await waiting(processing, uploaded_at=NOW, attempts=1)
        assert await sweep(processing, waiting_jobs=900) == (Swept(0, 0, 1), [row_id])

    async def test_that_are_to_be_tried_later_come_when_it_is_later(
        self, processing: Processing
    ) -> None:
        await waiting(processing, not_before=NOW + _MOMENT, attempts=1)
        row_id = await waiting(processing, not_before=NOW, attempts=1)
        assert await sweep(processing) == (Swept(0, 0, 1), [row_id])

    @pytest.mark.parametrize("status", [UploadStatus.COMPLETED, UploadStatus.DUPLICATE])
    async def test_of_what_is_done_are_not_sent(
        self, processing: Processing, status: UploadStatus
    ) -> None:
        row_id = await waiting(processing, status=status, processed_at=NOW)
        assert await sweep(processing) == (NOTHING, [])
        async with processing.sessions() as db:
            assert (await db.get_one(UploadedReplay, row_id)).status is status
