"""Sends jobs from any process: the API, a worker, a command."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from rlcoach.core.jobs import Job, JobsNotSent
from rlcoach.core.logging import current_request_id
from rlcoach.worker.broker import create_broker

REQUEST_ID_HEADER = "rlcoach_request_id"
"""Of a job: the request it comes from, so that both are found in the logs together."""
_TIMEOUT_SECONDS = 5.0


class CelerySender:
    """A `core.jobs.JobSender`. Its calls do not block the event loop, and do not wait for long."""

    def __init__(self, app: Celery, redis_url: str) -> None:
        self._app = app
        self._redis = Redis.from_url(
            redis_url, socket_timeout=_TIMEOUT_SECONDS, socket_connect_timeout=_TIMEOUT_SECONDS
        )

    async def send(self, jobs: Sequence[Job]) -> None:
        """Sends jobs, in this order.

        Raises:
            JobsNotSent: some or all of them were not taken.
        """
        await asyncio.to_thread(self._send, jobs)

    async def waiting(self, queue: str) -> int | None:
        """How many jobs wait in a queue, those under way not counted; None if nobody answers."""
        return await asyncio.to_thread(self._waiting, queue)

    def close(self) -> None:
        """Closes its connections."""
        self._app.close()
        self._redis.close()

    def _send(self, jobs: Sequence[Job]) -> None:
        request_id = current_request_id()
        try:
            with self._app.producer_pool.acquire(block=True, timeout=_TIMEOUT_SECONDS) as producer:
                for job in jobs:
                    self._app.send_task(
                        job.kind.name,
                        kwargs=dict(job.payload),
                        queue=job.kind.queue,
                        headers={} if request_id is None else {REQUEST_ID_HEADER: request_id},
                        countdown=job.delay_seconds or None,
                        producer=producer,
                        retry=True,
                        retry_policy={"max_retries": 1, "interval_start": 0.1},
                    )
        except (OperationalError, RedisError, OSError) as error:
            raise JobsNotSent(type(error).__name__) from error

    def _waiting(self, queue: str) -> int | None:
        try:
            # Its key is the queue's name: jobs of ours all have the same priority.
            return int(self._redis.llen(queue))
        except (RedisError, OSError):
            return None


def create_sender(redis_url: str) -> CelerySender:
    """A sender for a process that runs no jobs itself."""
    app = create_broker(redis_url)
    # Only for who sends: a worker waits for jobs with these connections as well.
    app.conf.broker_transport_options = {
        **app.conf.broker_transport_options,
        "socket_timeout": _TIMEOUT_SECONDS,
    }
    return CelerySender(app, redis_url)
