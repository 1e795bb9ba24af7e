"""Who is sending at the moment: bounds what is read, and held on the disk, at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from rlcoach.services.uploads.errors import UploadsBusy, UploadsUnderWay
from rlcoach.services.uploads.limits import MAX_UNDER_WAY, MAX_UNDER_WAY_PER_USER


class Senders:
    """Those of one process. What it knows of them is gone with it, and so are their uploads."""

    def __init__(self) -> None:
        self._under_way: Counter[UUID] = Counter()

    @contextmanager
    def sending(self, user_id: UUID) -> Iterator[None]:
        """Counts an upload of a user while the block reads it.

        Raises:
            UploadsBusy: all together are sending too much.
            UploadsUnderWay: he is sending enough already.
        """
        if self._under_way.total() >= MAX_UNDER_WAY:
            raise UploadsBusy
        if self._under_way[user_id] >= MAX_UNDER_WAY_PER_USER:
            raise UploadsUnderWay
        self._under_way[user_id] += 1
        try:
            yield
        finally:
            self._under_way[user_id] -= 1
            self._under_way += Counter()  # Drops those who send nothing any more.
