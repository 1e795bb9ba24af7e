"""Moves replay files that nobody looks at to cheaper storage, and back when somebody does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.logging import get_logger
from rlcoach.db.models import ReplayFile, StorageTier
from rlcoach.db.unit_of_work import Sessions
from rlcoach.services.discarded_objects.service import discard_objects, keep_objects
from rlcoach.services.processing.files import read_file
from rlcoach.storage.content import ContentStore
from rlcoach.storage.errors import ObjectCorrupt, ObjectMissing, StorageUnavailable
from rlcoach.storage.stores import Stores

log = get_logger(__name__)

MOVED_AFTER = timedelta(days=30)
RUN_SECONDS = 10.0
"""How long one run goes on: a worker that moves files analyses none."""
_PAGE = 100


@dataclass(frozen=True)
class _Way:
    source: ContentStore
    target: ContentStore
    tier: StorageTier
    """The target's."""


async def move_old_files(
    sessions: Sessions, stores: Stores, *, now: datetime, seconds: float = RUN_SECONDS
) -> int:
    """Moves files that have been hot for 30 days, until the time is used up; returns how many.

    A file is copied and read back from cold storage with its checksum before its row changes. The
    hot copy goes with the discarded objects, an hour later, as somebody may be reading it. One that
    is lost or damaged holds up nobody else.

    Raises:
        StorageUnavailable: a storage does not answer; what is left is moved the next time.
    """
    if stores.cold is None:
        return 0
    way = _Way(stores.hot, stores.cold, StorageTier.COLD)
    ends_at = monotonic() + seconds
    moved = 0
    lost: list[str] = []
    async for file_id, key in _old_files(sessions, now):
        if monotonic() >= ends_at:
            break
        try:
            moved += await _move(sessions, file_id, key, way, now=now)
        except (ObjectMissing, ObjectCorrupt):
            lost.append(key)
    if lost:
        log.error("files_not_moved", number=len(lost), first_key=lost[0])
    if moved:
        log.info("files_moved_to_cold_storage", number=moved)
    return moved


async def bring_back(
    sessions: Sessions, file: ReplayFile, stores: Stores, *, now: datetime
) -> bytes:
    """The bytes of a file somebody wants; one from cold storage is hot again for 30 days.

    Must not be called within a transaction: it opens its own, short ones.

    Raises:
        ObjectMissing: it is lost.
        ObjectCorrupt: it is damaged.
        StorageUnavailable: the storage it is in does not answer.
    """
    content = await read_file(file, stores)
    if file.tier is StorageTier.COLD and stores.cold is not None:
        way = _Way(stores.cold, stores.hot, StorageTier.HOT)
        try:
            await _move(sessions, file.id, file.object_key, way, now=now)
        except (StorageUnavailable, ObjectMissing, ObjectCorrupt) as error:
            # He has what he wants all the same.
            log.warning("file_not_brought_back", key=file.object_key, reason=type(error).__name__)
    return content


async def _old_files(sessions: Sessions, now: datetime) -> AsyncIterator[tuple[UUID, str]]:
    """Ids and keys; each file once, whatever becomes of it meanwhile."""
    long_ago = now - MOVED_AFTER
    query = (
        select(ReplayFile.id, ReplayFile.object_key)
        .where(
            ReplayFile.tier == StorageTier.HOT,
            ReplayFile.stored_at < long_ago,
            or_(ReplayFile.moved_at.is_(None), ReplayFile.moved_at < long_ago),
        )
        .order_by(ReplayFile.id)
        .limit(_PAGE)
    )
    page = query
    while True:
        async with sessions() as db:
            files = (await db.execute(page)).all()
        for file_id, key in files:
            yield file_id, key
        if len(files) < _PAGE:
            return
        page = query.where(ReplayFile.id > files[-1].id)


async def _move(sessions: Sessions, file_id: UUID, key: str, way: _Way, *, now: datetime) -> bool:
    """Moves one file; whether it was still there in the end."""
    async with sessions() as db, db.begin():
        await keep_objects(db, [key], tier=way.tier)
    await way.source.copy_to(way.target, key)
    async with sessions() as db, db.begin():
        file = await db.get(ReplayFile, file_id, with_for_update=True)
        if file is None:  # Deleted meanwhile, with the copy it was moved from.
            await discard_objects(db, [key], tier=way.tier, now=now)
            return False
        await change_tier(db, file, way.tier, now)
    return True


async def change_tier(db: AsyncSession, file: ReplayFile, tier: StorageTier, now: datetime) -> None:
    """Says that a file, whose row is locked, is in another storage now; its former copy goes."""
    if file.tier is tier:
        return
    await discard_objects(db, [file.object_key], tier=file.tier, now=now)
    file.tier = tier
    file.moved_at = now
    await db.flush()
