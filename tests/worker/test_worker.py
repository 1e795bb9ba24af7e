"""The worker as it runs: jobs from a real queue, on a real database."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.core.clock import utc_now
from rlcoach.core.jobs import Job
from rlcoach.core.logging import log_context
from rlcoach.db.models import UploadedReplay, UploadStatus
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.play_sessions.jobs import FIND_OUTDATED_PLAY
from rlcoach.services.play_sessions.outdated import PATIENCE, is_outdated
from rlcoach.services.processing.claims import STALE_AFTER
from rlcoach.services.processing.jobs import PROCESS_UPLOAD, SWEEP_UPLOADS
from rlcoach.storage.stores import Stores
from rlcoach.worker.sender import CelerySender, create_sender
from tests.builders.match_files import match_file
from tests.fixtures.processing import Processing
from tests.fixtures.worker import running_worker, worker_environment

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
async def sender(redis_url: str) -> AsyncIterator[CelerySender]:
    """A sender as the API has one."""
    sender = create_sender(redis_url)
    yield sender
    sender.close()


@pytest.fixture
def committed(own_engine: AsyncEngine, stores: Stores) -> Processing:
    """Uploads that other processes see."""
    return Processing(create_sessions(own_engine), stores, _Nobody())


class _Nobody:
    def analyze(self, _: bytes, /) -> bytes:
        """Leaves the work to the worker."""
        raise AssertionError


def process_job(uploaded: UUID) -> Job:
    """The job of an uploaded file."""
    return Job(PROCESS_UPLOAD, {"uploaded_replay_id": str(uploaded)})


async def until(is_so: Callable[[], Awaitable[bool]], seconds: float = 60.0) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + seconds
    while not await is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.05)


class TestWorker:
    async def test_analyses_what_is_sent_and_ends_in_good_order(
        self,
        committed: Processing,
        sender: CelerySender,
        own_database: str,
        redis_url: str,
        tmp_path: Path,
    ) -> None:
        user = await committed.user()
        files = [match_file(title=f"Match {number}", guid=f"{number:032X}") for number in range(4)]
        uploaded = [await committed.accepted(user, data) for data in files]
        environment = worker_environment(
            database_url=own_database, redis_url=redis_url, storage=tmp_path / "hot"
        )
        environment["RLCOACH_LOG_LEVEL"] = "info"
        with log_context(request_id="the-request"):
            await sender.send([process_job(one) for one in uploaded])
        log = tmp_path / "worker.log"
        with running_worker(environment, log) as worker:
            await until(lambda: _all_done(committed, uploaded))
        assert worker.returncode == 0, log.read_text()
        rows = [await committed.uploaded(one) for one in uploaded]
        assert len({row.replay_id for row in rows}) == len(files)
        assert [row.attempts for row in rows] == [1] * len(files)
        # A line of a job says whose it is, and which request it comes from.
        lines = [json.loads(line) for line in log.read_text().splitlines() if line[:1] == "{"]
        told = {line["job_id"]: line for line in lines if line["event"] == "upload_processed"}
        assert told.keys() == {str(one) for one in uploaded}
        for row in rows:
            line = told[str(row.id)]
            assert line["request_id"] == "the-request"
            assert line["user_id"] == str(user.id)
            assert line["upload_id"] == str(row.upload_id)

    async def test_goes_on_with_what_a_killed_one_had_begun(
        self,
        committed: Processing,
        sender: CelerySender,
        own_database: str,
        redis_url: str,
        tmp_path: Path,
    ) -> None:
        """Its claim goes stale, the sweeper frees it, and another worker does it."""
        user = await committed.user()
        uploaded = await committed.accepted(user, match_file())
        async with committed.sessions() as db, db.begin():
            row = await db.get_one(UploadedReplay, uploaded)
            row.status = UploadStatus.PROCESSING
            row.claim_id, row.attempts = user.id, 1
            row.claimed_at = row.job_sent_at = utc_now() - 2 * STALE_AFTER
        environment = worker_environment(
            database_url=own_database, redis_url=redis_url, storage=tmp_path / "hot"
        )
        with running_worker(environment, tmp_path / "worker.log"):
            await sender.send([Job(SWEEP_UPLOADS, {})])
            await until(lambda: _all_done(committed, [uploaded]))
        assert (await committed.uploaded(uploaded)).attempts == 2

    async def test_makes_play_anew_whose_job_was_lost(
        self,
        committed: Processing,
        sender: CelerySender,
        own_database: str,
        redis_url: str,
        tmp_path: Path,
    ) -> None:
        marked_at = utc_now() - 2 * PATIENCE
        user = await committed.user(play_outdated_at=marked_at)
        environment = worker_environment(
            database_url=own_database, redis_url=redis_url, storage=tmp_path / "hot"
        )

        async def is_made() -> bool:
            async with committed.sessions() as db:
                return not await is_outdated(db, user.id)

        with running_worker(environment, tmp_path / "worker.log"):
            await sender.send([Job(FIND_OUTDATED_PLAY, {})])
            await until(is_made)


async def _all_done(processing: Processing, uploaded: list[UUID]) -> bool:
    rows = [await processing.uploaded(one) for one in uploaded]
    return all(row.status is UploadStatus.COMPLETED for row in rows)
