"""What the API holds open while it runs."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.api.incoming import incoming_folder
from rlcoach.core.clock import Clock, utc_now
from rlcoach.core.jobs import JobSender
from rlcoach.core.logging import get_logger
from rlcoach.core.settings import Settings
from rlcoach.db.engine import create_engine
from rlcoach.db.pools import API_POOL
from rlcoach.db.unit_of_work import Sessions, create_sessions
from rlcoach.engine.sandbox import Sandbox, SandboxUnavailable
from rlcoach.services.processing.runtime import ProcessingRuntime, create_sandbox
from rlcoach.services.processing.service import process_upload
from rlcoach.services.uploads.at_once import Process
from rlcoach.services.uploads.disk import DiskWatch, used_share_of
from rlcoach.services.uploads.limits import AT_ONCE_SECONDS
from rlcoach.services.uploads.senders import Senders
from rlcoach.services.uploads.service import UploadRuntime
from rlcoach.storage.stores import Stores, open_stores

log = get_logger(__name__)

_INCOMING = "incoming"
_REDIS_SECONDS = 2.0
_FILES_IN_MEMORY = 1


@dataclass(frozen=True)
class ApiRuntime:
    """Connections and everything else that lives as long as the process."""

    settings: Settings
    engine: AsyncEngine
    redis: Redis
    uploads: UploadRuntime
    incoming: Path
    """Files of requests under way, each request in a folder of its own."""
    process: Process | None = None
    """Analyses a file within a request; None leaves all of them to the queue."""

    @property
    def sessions(self) -> Sessions:
        """Makes database sessions."""
        return self.uploads.sessions

    @property
    def sender(self) -> JobSender:
        """The way into the queue."""
        return self.uploads.sender

    @property
    def stores(self) -> Stores:
        """Object storage."""
        return self.uploads.stores

    @property
    def clock(self) -> Clock:
        """The time."""
        return self.uploads.clock

    @contextmanager
    def folder_of_request(self) -> Iterator[Path]:
        """A folder that is gone with the request."""
        with tempfile.TemporaryDirectory(dir=self.incoming, ignore_cleanup_errors=True) as folder:
            yield Path(folder)


@asynccontextmanager
async def open_runtime(settings: Settings, sender: JobSender) -> AsyncIterator[ApiRuntime]:
    """Opens everything, and closes it at the end.

    Raises:
        SettingsInvalid: something needed is not set.
        StorageUnavailable: the folder of objects cannot be written to.
    """
    settings.needed("token_secret")
    stores = await asyncio.to_thread(open_stores, settings)
    with incoming_folder(_data_folder(settings) / _INCOMING) as incoming:
        async with _open_on(settings, sender, stores, incoming) as runtime:
            yield runtime


@asynccontextmanager
async def _open_on(
    settings: Settings, sender: JobSender, stores: Stores, incoming: Path
) -> AsyncIterator[ApiRuntime]:
    engine = create_engine(settings.needed("database_url"), API_POOL, application="rlcoach api")
    redis = Redis.from_url(
        settings.needed("redis_url"),
        socket_timeout=_REDIS_SECONDS,
        socket_connect_timeout=_REDIS_SECONDS,
    )
    uploads = UploadRuntime(
        sessions=create_sessions(engine),
        sender=sender,
        stores=stores,
        clock=utc_now,
        disk=DiskWatch(used_share_of(stores.hot_folder or incoming)),
        storing=asyncio.Semaphore(_FILES_IN_MEMORY),
        senders=Senders(),
    )
    # The other half of the machine belongs to the queue.
    at_once = max(1, settings.workers // 2)
    sandbox = create_sandbox(workers=at_once, wall_seconds=AT_ONCE_SECONDS)
    # The first file of an evening would wait longer for the engine than for its analysis. Nobody
    # else waits for it: the start would take as much longer.
    warming_up = asyncio.create_task(asyncio.to_thread(_warm_up, sandbox))
    try:
        yield ApiRuntime(
            settings=settings,
            engine=engine,
            redis=redis,
            uploads=uploads,
            incoming=incoming,
            process=_process_with(sandbox, uploads, at_once),
        )
    finally:
        await asyncio.to_thread(sandbox.close)
        await warming_up
        await redis.aclose()
        await engine.dispose()


def _warm_up(sandbox: Sandbox) -> None:
    try:
        sandbox.__enter__()
    except SandboxUnavailable as error:
        # Files are taken all the same, and left to the queue.
        log.error("engine_not_loaded", reason=str(error))


def _process_with(sandbox: Sandbox, uploads: UploadRuntime, at_once: int) -> Process:
    """Analyses a file in a sandbox of this process; waits while it is busy with others."""
    runtime = ProcessingRuntime(
        sessions=uploads.sessions, stores=uploads.stores, sandbox=sandbox, sender=uploads.sender
    )
    slots = asyncio.Semaphore(at_once)

    async def process(uploaded_replay_id: UUID) -> object:
        async with slots:
            return await process_upload(uploaded_replay_id, runtime=runtime)

    return process


def _data_folder(settings: Settings) -> Path:
    return settings.data_dir or Path(tempfile.gettempdir()) / "rlcoach"
