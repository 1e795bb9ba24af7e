"""Objects in storage that nothing points to: noted in the transaction that makes it so.

They are deleted by a job, much later and only where still nothing points to them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.models import DiscardedObject, StorageTier

ObjectPlace = tuple[StorageTier, str]
"""The storage and the key of an object."""


async def discard_objects(
    db: AsyncSession, objects: Collection[ObjectPlace], not_before: datetime
) -> None:
    """Notes objects to be deleted, not before a moment; a wait that has begun begins anew."""
    if not objects:
        return
    rows = [
        {"id": new_id(), "tier": tier, "object_key": key, "discarded_at": not_before}
        for tier, key in sorted(set(objects))
    ]
    new = insert(DiscardedObject).values(rows)
    await db.execute(
        new.on_conflict_do_update(
            index_elements=[DiscardedObject.tier, DiscardedObject.object_key],
            set_={"discarded_at": new.excluded.discarded_at},
        )
    )


async def rescue_objects(db: AsyncSession, tier: StorageTier, object_keys: Collection[str]) -> None:
    """Takes back that objects are to be deleted: something points to them again."""
    await db.execute(
        delete(DiscardedObject).where(
            DiscardedObject.tier == tier, DiscardedObject.object_key.in_(object_keys)
        )
    )
