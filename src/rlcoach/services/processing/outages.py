"""Waits out what ends by itself: a restart of the database, a deadlock, a storage that is away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from rlcoach.core.logging import get_logger
from rlcoach.db.engine import is_outage
from rlcoach.storage.errors import StorageUnavailable

log = get_logger(__name__)

Result = TypeVar("Result")
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 2.0
_TRIES = 15
"""About 25 seconds: longer than PostgreSQL takes to recover from a crash."""
_DEADLOCK, _SERIALIZATION = "40P01", "40001"


def is_passing(error: BaseException) -> bool:
    """Whether the same may work in a moment, through no fault of the file."""
    if isinstance(error, StorageUnavailable):
        return True
    if isinstance(error, DBAPIError) and _sqlstate(error) in (_DEADLOCK, _SERIALIZATION):
        return True
    return is_outage(error)


async def through_outages(
    action: Callable[[], Awaitable[Result]], *, tries: int = _TRIES
) -> Result:
    """Does something that may be done twice, again after a pause while what it needs is away.

    Raises:
        Exception: what it raised last, where that lasts.
    """
    pause = _FIRST_PAUSE_SECONDS
    for _ in range(tries - 1):
        try:
            return await action()
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("waits_for_outage", reason=type(error).__name__, pause_seconds=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
    return await action()


def _sqlstate(error: DBAPIError) -> object:
    return getattr(error.orig, "sqlstate", None)
