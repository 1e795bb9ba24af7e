"""Reading what is stored of a match. Slow, so outside of any transaction that matters."""

from __future__ import annotations

from rlcoach.db.models import ReplayFile, StorageTier
from rlcoach.storage.errors import ObjectMissing
from rlcoach.storage.stores import Stores


async def read_report(key: str, *, stores: Stores, compressed: bool) -> bytes:
    """A report as JSON, or as gzip of that.

    Raises:
        ObjectMissing: it has got lost.
        StorageUnavailable: the storage does not answer.
    """
    read = stores.hot.get_compressed if compressed else stores.hot.get
    return await read(key)


async def read_own_file(file: ReplayFile, *, stores: Stores) -> bytes:
    """The bytes of a replay file, from where it is.

    Raises:
        ObjectMissing: it has got lost.
        StorageUnavailable: the storage does not answer.
    """
    is_cold = file.tier is StorageTier.COLD and stores.cold is not None
    first, second = (stores.cold, stores.hot) if is_cold else (stores.hot, stores.cold)
    if first is None:
        raise ObjectMissing(file.object_key)
    try:
        return await first.get(file.object_key)
    except ObjectMissing:
        # It may have been moved since its row was read.
        if second is None:
            raise
        return await second.get(file.object_key)
