"""Puts a watcher together and runs it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from rlcoach.watch.client import WATCHER, UploadClient
from rlcoach.watch.pace import Pace
from rlcoach.watch.queue import Queue
from rlcoach.watch.scan import Scanner
from rlcoach.watch.state_file import only_watcher, open_state
from rlcoach.watch.timing import Timing
from rlcoach.watch.token import Token
from rlcoach.watch.watcher import Display, Watcher, first_look


@dataclass(frozen=True)
class WatchJob:
    """What to watch, and where to send it."""

    folders: Sequence[Path]
    """Absolute; one that does not exist is watched for."""
    server: str
    """As `address.server_address` gives it."""
    token: Token
    state: Path
    sends_old: bool | None = None
    """See `watcher.first_look`."""
    retries_rejected: bool = False
    once: bool = False
    timing: Timing = field(default_factory=Timing)
    program: str = WATCHER
    """What the server is told that it talks to."""


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def watch(job: WatchJob, make_display: Callable[[Queue, Pace], Display]) -> bool:
    """Watches until a signal comes, or once; whether nothing that was there is left waiting.

    Raises:
        StateInUse: another watcher works with the state file.
        StateUnusable: the state file cannot be used.
        TokenRefused: the server does not take the token.
    """
    with (
        only_watcher(job.state),
        contextlib.closing(open_state(job.state, job.server)) as connection,
    ):
        queue = Queue(connection)
        first_look(queue, job.folders, sends_old=job.sends_old)
        queue.forget_incomplete()
        if job.retries_rejected:
            queue.retry_rejected()
        queue.remember(
            {
                "folders": json.dumps([str(folder) for folder in job.folders]),
                "started_at": utc_now().isoformat(),
                "process": str(os.getpid()),
            }
        )
        return asyncio.run(_watch(job, queue, make_display))


async def _watch(
    job: WatchJob, queue: Queue, make_display: Callable[[Queue, Pace], Display]
) -> bool:
    timing = replace(job.timing, give_up_seconds=0.0) if job.once else job.timing
    pace = Pace(timing, now=utc_now, jitter=random.random)
    if paused_until := queue.fact("paused_until"):
        pace.resume(datetime.fromisoformat(paused_until))
    async with UploadClient(job.server, job.token, now=utc_now, program=job.program) as client:
        watcher = Watcher(
            queue,
            Scanner(job.folders, queue.known_files(), timing),
            client=client,
            pace=pace,
            display=make_display(queue, pace),
            timing=timing,
        )
        with _stopping_on_signals(watcher.stop):
            if job.once:
                return await watcher.run_once()
            await watcher.run()
    return queue.counts().waiting == 0


@contextmanager
def _stopping_on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Lets SIGINT and SIGTERM stop in order; a second one of a kind ends the program at once."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(number: int, _: FrameType | None) -> None:
        signal.signal(number, before[signal.Signals(number)])
        loop.call_soon_threadsafe(stop)

    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
