"""Who is sending at the moment: bounds what is read, and held on the disk, at the same time."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from rlcoach.core.clock import Clock
from rlcoach.services.uploads.errors import UploadLimitReached, UploadsBusy, UploadsUnderWay
from rlcoach.services.uploads.limits import (
    MAX_UNDER_WAY,
    MAX_UNDER_WAY_PER_USER,
    READ_REFUSALS,
    READ_REFUSALS_WITHIN,
)


class Senders:
    """Those of one process. What it knows of them is gone with it, and so are their uploads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._under_way: Counter[UUID] = Counter()
        self._refused_at: defaultdict[UUID, list[datetime]] = defaultdict(list)
        """Refusals that were read to find out, the oldest first."""

    @contextmanager
    def sending(self, user_id: UUID) -> Iterator[None]:
        """Counts an upload of a user while the block reads it.

        Raises:
            UploadsBusy: all together are sending too much.
            UploadsUnderWay: he is sending enough already.
            UploadLimitReached: he has just sent more than his hour takes, several times.
        """
        self._check(user_id)
        self._under_way[user_id] += 1
        try:
            yield
        except UploadLimitReached:
            self._refused_at[user_id].append(self._clock())
            raise
        finally:
            self._under_way[user_id] -= 1
            self._under_way += Counter()  # Drops those who send nothing any more.

    def _check(self, user_id: UUID) -> None:
        if self._under_way.total() >= MAX_UNDER_WAY:
            raise UploadsBusy
        if self._under_way[user_id] >= MAX_UNDER_WAY_PER_USER:
            raise UploadsUnderWay
        now = self._clock()
        recent = [at for at in self._refused_at.pop(user_id, ()) if at > now - READ_REFUSALS_WITHIN]
        if not recent:
            return
        self._refused_at[user_id] = recent
        if len(recent) >= READ_REFUSALS:
            again_at = recent[-READ_REFUSALS] + READ_REFUSALS_WITHIN
            wait = math.ceil((again_at - now).total_seconds())
            raise UploadLimitReached(retry_after_seconds=max(wait, 1))
