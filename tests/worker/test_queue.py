"""What the queue promises: no job is lost with its process, and uploads come before the rest."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import tests
from rlcoach.core.jobs import Job, JobKind
from rlcoach.worker.sender import CelerySender, create_sender
from tests.fixtures.worker import running_worker, worker_environment

pytestmark = pytest.mark.timeout(120)
APPLICATION = "tests.worker.noting_app"


@pytest.fixture
async def sender(redis_url: str) -> AsyncIterator[CelerySender]:
    """A sender as the API has one."""
    sender = create_sender(redis_url)
    yield sender
    sender.close()


@pytest.fixture
def environment(own_database: str, redis_url: str, tmp_path: Path) -> dict[str, str]:
    """Of a worker with a single process."""
    given = worker_environment(
        database_url=own_database, redis_url=redis_url, storage=tmp_path / "hot", workers=1
    )
    return {**given, "PYTHONPATH": str(Path(tests.__file__).parent.parent)}


class Notes:
    """What jobs have written."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notes"

    def job(self, queue: str, word: str, seconds: float = 0) -> Job:
        """A job that writes a word."""
        kind = JobKind("note", queue)
        return Job(kind, {"file": str(self.path), "word": word, "first_takes_seconds": seconds})

    async def read(self, number: int) -> list[list[str]]:
        """Words and process ids, once there are so many."""
        async with asyncio.timeout(60):
            while True:
                lines = self.path.read_text().splitlines() if self.path.exists() else []
                if len(lines) >= number:
                    return [line.split() for line in lines]
                await asyncio.sleep(0.05)


async def test_a_job_whose_process_is_killed_is_done_by_another(
    sender: CelerySender, environment: dict[str, str], tmp_path: Path
) -> None:
    notes = Notes(tmp_path)
    with running_worker(environment, tmp_path / "worker.log", APPLICATION):
        await sender.send([notes.job("replay_processing", "upload", seconds=100)])
        ((_, killed),) = await notes.read(1)
        os.kill(int(killed), signal.SIGKILL)
        (_, (word, by)) = await notes.read(2)
    assert (word, by != killed) == ("upload", True)


async def test_uploads_come_before_analyses_that_are_only_made_anew(
    sender: CelerySender, environment: dict[str, str], tmp_path: Path
) -> None:
    notes = Notes(tmp_path)
    queues = ["reanalysis"] * 4 + ["replay_processing"] * 4 + ["housekeeping"] * 4
    await sender.send([notes.job(queue, queue) for queue in queues])
    with running_worker(environment, tmp_path / "worker.log", APPLICATION):
        done = [word for word, _ in await notes.read(len(queues))]
    assert done == queues[::-1]
