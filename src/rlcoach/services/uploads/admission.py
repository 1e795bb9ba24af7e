"""Whether more is taken at all: room on the disk, in the queue, and within the user's hour."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.metrics import QUEUE_LENGTH
from rlcoach.services.processing.jobs import PROCESS_UPLOAD
from rlcoach.services.uploads.disk import DiskState, DiskWatch
from rlcoach.services.uploads.errors import UploadDiskFull, UploadLimitReached, UploadQueueFull
from rlcoach.services.uploads.limits import HOUR, MAX_FILES_PER_HOUR, MAX_OPEN_FILES
from rlcoach.services.uploads.repository import UploadRepository

_RATE_WINDOW = timedelta(minutes=5)
_ASSUMED_FILES_PER_SECOND = 1.0
"""Where nothing was finished of late."""
_ROOM_FILES = 50
"""Worth coming back for."""
_SHORTEST_RETRY_SECONDS, _LONGEST_RETRY_SECONDS = 5, 600


async def check_admission(db: AsyncSession, *, disk: DiskWatch, now: datetime) -> None:
    """Refuses an upload before it is read.

    The sender's hour is not looked at yet: what he sends may be known, and cost him nothing.

    Raises:
        UploadDiskFull: the disk is nearly full.
        UploadQueueFull: too much waits already.
    """
    check_disk(disk)
    await _check_queue(UploadRepository.across_users(db), 1, now)


def check_disk(disk: DiskWatch) -> None:
    """Refuses to write any more to a disk that is nearly full.

    Raises:
        UploadDiskFull: it is.
    """
    if disk.look() is DiskState.FULL:
        raise UploadDiskFull


async def check_room(db: AsyncSession, user_id: UUID, new_files: int, now: datetime) -> None:
    """Refuses files for which the queue, or the user's hour, has no room.

    Raises:
        UploadQueueFull: too much waits already; the queue is everybody's.
        UploadLimitReached: says when these files will be taken.
    """
    await _check_queue(UploadRepository.across_users(db), new_files, now)
    await _check_hour(UploadRepository(db, user_id), new_files, now)


async def _check_hour(repository: UploadRepository, new_files: int, now: datetime) -> None:
    times = await repository.times_since(now - HOUR)
    too_many = len(times) + new_files - MAX_FILES_PER_HOUR
    if too_many <= 0:
        return
    free_at = times[min(too_many, len(times)) - 1] + HOUR
    raise UploadLimitReached(
        details={"remaining": max(MAX_FILES_PER_HOUR - len(times), 0)},
        retry_after_seconds=max(math.ceil((free_at - now).total_seconds()), 1),
    )


async def _check_queue(everybody: UploadRepository, new_files: int, now: datetime) -> None:
    waiting = await everybody.count_open()
    QUEUE_LENGTH.labels(queue=PROCESS_UPLOAD.queue).set(waiting)
    too_many = waiting + new_files - MAX_OPEN_FILES
    if too_many <= 0:
        return
    finished = await everybody.count_finished_since(now - _RATE_WINDOW)
    per_second = finished / _RATE_WINDOW.total_seconds() or _ASSUMED_FILES_PER_SECOND
    retry = math.ceil((max(too_many, waiting - MAX_OPEN_FILES + _ROOM_FILES)) / per_second)
    raise UploadQueueFull(
        details={"waiting": waiting, "estimated_wait_seconds": math.ceil(waiting / per_second)},
        retry_after_seconds=min(max(retry, _SHORTEST_RETRY_SECONDS), _LONGEST_RETRY_SECONDS),
    )
