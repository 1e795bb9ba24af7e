"""Jobs into a real queue, and what happens when there is none."""

import asyncio
import time

import pytest

from rlcoach.core.jobs import Job, JobsNotSent
from rlcoach.host.redis import Redis
from rlcoach.host.service import choose_port
from rlcoach.services.processing.jobs import PROCESS_UPLOAD
from rlcoach.worker.broker import QUEUES
from rlcoach.worker.registry import EVERY_SECONDS, HANDLERS
from rlcoach.worker.sender import create_sender

JOBS = [Job(PROCESS_UPLOAD, {"uploaded_replay_id": str(number)}) for number in range(5)]


class TestSend:
    async def test_puts_jobs_into_their_queue(self, redis_url: str) -> None:
        sender = create_sender(redis_url)
        assert await sender.waiting(PROCESS_UPLOAD.queue) == 0
        await sender.send(JOBS)
        assert await sender.waiting(PROCESS_UPLOAD.queue) == len(JOBS)
        assert await sender.waiting("reanalysis") == 0
        sender.close()

    async def test_says_so_when_nobody_answers(self) -> None:
        sender = create_sender(f"redis://127.0.0.1:{choose_port()}/0")
        started = time.monotonic()
        with pytest.raises(JobsNotSent):
            await sender.send(JOBS)
        assert time.monotonic() - started < 10
        assert await sender.waiting(PROCESS_UPLOAD.queue) is None
        sender.close()

    async def test_leaves_the_event_loop_free(self, redis_url: str, redis_server: Redis) -> None:
        sender = create_sender(redis_url)
        await sender.send(JOBS[:1])
        redis_server.ask("CLIENT PAUSE 400")
        sending = asyncio.create_task(sender.send(JOBS))
        turns = 0
        while not sending.done():
            await asyncio.sleep(0.01)
            turns += 1
        assert turns >= 10
        assert await sender.waiting(PROCESS_UPLOAD.queue) == len(JOBS) + 1
        sender.close()


class TestRegistry:
    def test_every_job_waits_in_a_queue_that_is_served(self) -> None:
        assert {kind.queue for kind in HANDLERS} == set(QUEUES)

    def test_what_the_clock_sends_is_done(self) -> None:
        assert set(EVERY_SECONDS) <= set(HANDLERS)
