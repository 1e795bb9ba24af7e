"""Reads replay files from wherever they are."""

from __future__ import annotations

from rlcoach.db.models import ReplayFile, StorageTier
from rlcoach.storage.errors import ObjectMissing
from rlcoach.storage.stores import Stores


async def read_file(file: ReplayFile, stores: Stores) -> bytes:
    """The bytes of a replay file, from hot or from cold storage.

    Both are looked into: a file may have moved since its row was read.

    Raises:
        ObjectMissing: neither has it.
        ObjectCorrupt: it is damaged.
        StorageUnavailable: the storage does not answer.
    """
    if stores.cold is None:
        return await stores.hot.get(file.object_key)
    is_hot = file.tier is StorageTier.HOT
    first, second = (stores.hot, stores.cold) if is_hot else (stores.cold, stores.hot)
    try:
        return await first.get(file.object_key)
    except ObjectMissing:
        return await second.get(file.object_key)
