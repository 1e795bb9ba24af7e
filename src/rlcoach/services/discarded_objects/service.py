"""Deletes objects that nothing points to any more.

Who takes the last pointer to an object away writes it down in the same transaction, and it is
deleted later: a deletion in storage cannot be rolled back. As objects are named by their content,
the same may come again in between. So who is about to store an object says so first
(`keep_objects`), and the one that deletes looks whether it is used again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.core.logging import get_logger
from rlcoach.db.models import DiscardedObject, Replay, ReplayFile, StorageTier
from rlcoach.db.unit_of_work import Sessions
from rlcoach.storage.content import ContentStore
from rlcoach.storage.stores import Stores

log = get_logger(__name__)

GRACE = timedelta(hours=1)
"""Somebody may still be reading it, or be about to point to it again."""
_BATCH = 50


async def discard_objects(
    db: AsyncSession, keys: Iterable[str], *, tier: StorageTier, now: datetime
) -> None:
    """Writes down objects whose last pointer goes with this transaction."""
    rows = [
        {"id": new_id(), "tier": tier, "object_key": key, "discarded_at": now}
        for key in sorted(set(keys))
    ]
    if rows:
        await db.execute(
            insert(DiscardedObject)
            .values(rows)
            .on_conflict_do_update(
                index_elements=["tier", "object_key"], set_={"discarded_at": now}
            )
        )


async def keep_objects(db: AsyncSession, keys: Collection[str], *, tier: StorageTier) -> None:
    """Says that objects will be stored and pointed to. To be committed before they are stored."""
    found = select(DiscardedObject.id).where(
        DiscardedObject.tier == tier, DiscardedObject.object_key.in_(keys)
    )
    # In the order of `discard_objects`, so that two batches do not block each other.
    locked = found.order_by(DiscardedObject.object_key).with_for_update()
    await db.execute(delete(DiscardedObject).where(DiscardedObject.id.in_(locked)))


async def delete_discarded(sessions: Sessions, stores: Stores, *, now: datetime) -> int:
    """Deletes what was discarded an hour ago and is not used again; returns how many.

    Raises:
        StorageUnavailable: a storage does not answer; what is left is deleted the next time.
    """
    deleted = 0
    while True:
        async with sessions() as db, db.begin():
            rows = (
                await db.scalars(
                    select(DiscardedObject)
                    .where(DiscardedObject.discarded_at < now - GRACE)
                    .order_by(DiscardedObject.discarded_at)
                    .limit(_BATCH)
                    # Locked while their objects are deleted, so that `keep_objects` waits for it.
                    .with_for_update(skip_locked=True)
                )
            ).all()
            if not rows:
                break
            used = await _used(db, [(row.tier, row.object_key) for row in rows])
            for row in rows:
                store = _store(stores, row.tier)
                if (row.tier, row.object_key) not in used and store is not None:
                    await store.delete(row.object_key)
                    deleted += 1
            await db.execute(
                delete(DiscardedObject).where(DiscardedObject.id.in_([row.id for row in rows]))
            )
    if deleted:
        log.info("objects_deleted", number=deleted)
    return deleted


def _store(stores: Stores, tier: StorageTier) -> ContentStore | None:
    return stores.hot if tier is StorageTier.HOT else stores.cold


async def _used(
    db: AsyncSession, objects: list[tuple[StorageTier, str]]
) -> set[tuple[StorageTier, str]]:
    keys = [key for _, key in objects]
    files = await db.execute(
        select(ReplayFile.tier, ReplayFile.object_key).where(
            tuple_(ReplayFile.tier, ReplayFile.object_key).in_(objects)
        )
    )
    analyses = await db.scalars(
        union_all(
            select(Replay.report_key).where(Replay.report_key.in_(keys)),
            select(Replay.frames_key).where(Replay.frames_key.in_(keys)),
        )
    )
    return {(tier, key) for tier, key in files} | {(StorageTier.HOT, key) for key in analyses}
