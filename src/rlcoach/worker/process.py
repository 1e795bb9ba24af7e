"""One worker process: an event loop, a database pool and a warm sandbox, for one job at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from rlcoach.core.jobs import JobKind
from rlcoach.core.logging import get_logger, log_context
from rlcoach.core.metrics import JOBS_RUN
from rlcoach.core.settings import Settings
from rlcoach.db.engine import WORKER_POOL, create_engine
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.processing.runtime import ProcessingRuntime, create_sandbox
from rlcoach.storage.stores import open_stores
from rlcoach.worker.sender import CelerySender, create_sender

log = get_logger(__name__)

Payload = Mapping[str, object]


@dataclass(frozen=True)
class JobContext:
    """What a job is handed."""

    runtime: ProcessingRuntime
    queue: CelerySender


Handler = Callable[[JobContext, Payload], Awaitable[None]]
"""Does one job: reads the payload, calls a service."""


class WorkerProcess:
    """Everything a process keeps between jobs. Made in the process itself, after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._runner = asyncio.Runner()
        self._engine = create_engine(
            settings.needed("database_url"), WORKER_POOL, application="rlcoach worker"
        )
        self._sandbox = create_sandbox()
        self._sender = create_sender(settings.needed("redis_url"))
        self._context = JobContext(
            ProcessingRuntime(
                sessions=create_sessions(self._engine),
                stores=open_stores(settings),
                sandbox=self._sandbox,
                sender=self._sender,
            ),
            self._sender,
        )

    def warm_up(self) -> None:
        """Starts the sandbox, so that the first file does not wait for it."""
        self._sandbox.__enter__()

    def run(
        self,
        kind: JobKind,
        handler: Handler,
        payload: Payload,
        *,
        job_id: str,
        request_id: str | None,
    ) -> None:
        """Does one job to its end.

        Args:
            kind: what it is.
            handler: what does it.
            payload: what it is told.
            job_id: for the log.
            request_id: of the request it comes from, for the log; None where it comes from none.
        """
        outcome = "failed"
        try:
            with log_context(job_id=job_id, request_id=request_id):
                self._runner.run(_awaited(partial(handler, self._context, payload)))
            outcome = "done"
        finally:
            JOBS_RUN.labels(job=kind.name, outcome=outcome).inc()

    def close(self) -> None:
        """Ends the sandbox and closes the connections."""
        self._sandbox.close()
        self._sender.close()
        self._runner.run(self._engine.dispose())
        self._runner.close()


async def _awaited(call: Callable[[], Awaitable[None]]) -> None:
    await call()
