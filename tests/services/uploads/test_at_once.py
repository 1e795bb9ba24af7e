"""Analysing the first files of a batch before it is answered."""

import asyncio
import inspect
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.core.jobs import KeptJobs
from rlcoach.db.models import UploadedReplay, UploadStatus
from rlcoach.services.processing.service import process_upload
from rlcoach.services.processing.sweep import sweep_uploads
from rlcoach.services.uploads.at_once import analyse_first
from rlcoach.services.uploads.incoming import ReceivedFile
from rlcoach.services.uploads.limits import AT_ONCE_SECONDS
from rlcoach.services.uploads.service import UploadRuntime
from rlcoach.services.uploads.views import BatchAnswer, FileAnswer, Outcome
from tests.builders.match_files import match_file
from tests.builders.rows import NOW, make_upload, make_uploaded_replay, make_user
from tests.fixtures.processing import Processing

FILE = ReceivedFile("a.replay", Path("unread"), 1, "0" * 64)


@pytest.fixture
async def rows(db: AsyncSession) -> list[UploadedReplay]:
    """Five files that wait."""
    upload = await make_upload(db, await make_user(db))
    made = [await make_uploaded_replay(db, upload) for _ in range(5)]
    await db.commit()
    return made


def answer_of(rows: list[UploadedReplay], *outcomes: Outcome) -> BatchAnswer:
    """The answer that notes them."""
    wanted = outcomes or (Outcome.ACCEPTED,) * len(rows)
    files = [FileAnswer(outcome, FILE, row.id) for row, outcome in zip(rows, wanted, strict=True)]
    return BatchAnswer(rows[0].upload_id, tuple(files))


async def run(
    rows: list[UploadedReplay], runtime: UploadRuntime, process: "Recorder", *outcomes: Outcome
) -> BatchAnswer:
    """Analyses them, with a ceiling that tests need not wait for."""
    return await analyse_first(
        answer_of(rows, *outcomes),
        rows[0].user_id,
        process=process,
        runtime=runtime,
        ceiling_seconds=process.ceiling_seconds,
    )


class Recorder:
    """Stands for the analysis: notes what it is asked for, and then does as it is told."""

    def __init__(
        self, db: AsyncSession, fault: Exception | None = None, seconds: float = 0
    ) -> None:
        self.asked: list[UUID] = []
        self._db = db
        self._fault = fault
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self.ceiling_seconds = 0.2 if seconds else 10.0

    async def __call__(self, row_id: UUID) -> None:
        self.asked.append(row_id)
        async with self._turn:  # they share one connection
            await self._analyse(row_id)

    async def _analyse(self, row_id: UUID) -> None:
        row = await self._db.get_one(UploadedReplay, row_id)
        row.status, row.claim_id, row.claimed_at = UploadStatus.PROCESSING, new_id(), NOW
        await self._db.commit()
        await asyncio.sleep(self._seconds)
        if self._fault is not None:
            raise self._fault
        row.status, row.claim_id, row.claimed_at = UploadStatus.FAILED, None, None
        row.error_code, row.error_sentence, row.processed_at = "damaged", "It is damaged.", NOW
        await self._db.commit()


async def test_the_first_three_new_files(
    rows: list[UploadedReplay], upload_runtime: UploadRuntime, db: AsyncSession, jobs: KeptJobs
) -> None:
    process = Recorder(db)
    outcomes = (Outcome.REJECTED, Outcome.ACCEPTED, Outcome.DUPLICATE, *[Outcome.ACCEPTED] * 2)
    await run(rows, upload_runtime, process, *outcomes)
    assert process.asked == [rows[1].id, rows[3].id, rows[4].id]
    assert jobs.jobs == []


async def test_what_has_come_of_them_is_told(
    rows: list[UploadedReplay], upload_runtime: UploadRuntime, db: AsyncSession
) -> None:
    answer = await run(rows[:1], upload_runtime, Recorder(db))
    (file,) = answer.files
    assert (file.code, file.sentence) == ("damaged", "It is damaged.")


@pytest.mark.parametrize("kind", ["slow", "faulty"])
async def test_what_does_not_end_goes_to_the_queue(
    rows: list[UploadedReplay],
    upload_runtime: UploadRuntime,
    db: AsyncSession,
    jobs: KeptJobs,
    kind: str,
) -> None:
    process = Recorder(db, seconds=60) if kind == "slow" else Recorder(db, ZeroDivisionError())
    answer = await run(rows[:1], upload_runtime, process)
    assert answer.files[0].outcome is Outcome.ACCEPTED
    await db.refresh(rows[0])
    assert (rows[0].status, rows[0].claim_id) == (UploadStatus.PENDING, None)
    (job,) = jobs.jobs
    assert job.payload == {"uploaded_replay_id": str(rows[0].id)}


async def test_a_fault_is_tried_again_within_seconds_however_long_the_queue(
    processing: Processing, upload_runtime: UploadRuntime, jobs: KeptJobs
) -> None:
    """By the sweeper, once the pause is over: a job that came before would be refused."""

    class Faulty:
        def analyze(self, _: bytes, /) -> bytes:
            raise ZeroDivisionError

    row_id = await processing.accepted(await processing.user(), match_file())
    row = await processing.uploaded(row_id)
    faulty = processing.with_sandbox(Faulty()).runtime
    await analyse_first(
        answer_of([row]),
        row.user_id,
        process=lambda row_id: process_upload(row_id, runtime=faulty),
        runtime=upload_runtime,
    )
    assert jobs.jobs == []
    processing.clock.move(seconds=11)
    async with processing.sessions() as db, db.begin():
        swept = await sweep_uploads(db, now=processing.clock(), waiting_jobs=900)
    assert swept.sent_again == 1
    assert await process_upload(row_id, runtime=processing.runtime) is UploadStatus.COMPLETED


async def test_what_another_has_taken_or_finished_is_left_to_him(
    rows: list[UploadedReplay], upload_runtime: UploadRuntime, db: AsyncSession, jobs: KeptJobs
) -> None:
    """The fault came after the work was done, as with a commit whose answer was lost."""

    class Finishing(Recorder):
        async def __call__(self, row_id: UUID) -> None:
            await super().__call__(row_id)
            raise ZeroDivisionError

    await run(rows[:1], upload_runtime, Finishing(db))
    await db.refresh(rows[0])
    assert rows[0].status is UploadStatus.FAILED
    assert jobs.jobs == []


async def test_a_file_waits_in_the_request_for_ten_seconds_at_most() -> None:
    assert AT_ONCE_SECONDS == 10.0
    ceiling = inspect.signature(analyse_first).parameters["ceiling_seconds"]
    assert ceiling.default == AT_ONCE_SECONDS
