"""Gives up files that led to no match: nobody sees them, so nobody can delete them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.logging import get_logger
from rlcoach.db.models import ReplayFile, StorageTier, UploadedReplay, UploadStatus
from rlcoach.services.discarded_objects.service import discard_objects

log = get_logger(__name__)

KEPT_WITHOUT_MATCH = timedelta(days=7)
"""So long a fault of ours can be found with the file, and the file be tried again."""
_BATCH = 500


async def discard_files_without_match(db: AsyncSession, *, now: datetime) -> int:
    """Deletes the rows of some files whose analysis failed, or whose sender is gone; how many.

    Their objects go with the discarded ones. Who sends such a file later sends a new one.
    """
    is_due = _is_due(now - KEPT_WITHOUT_MATCH)
    found = select(ReplayFile.id).where(is_due).order_by(ReplayFile.sha256).limit(_BATCH)
    ids = (await db.scalars(found.with_for_update(skip_locked=True))).all()
    # Asked again under the lock: an upload may have come to a file just before it.
    gone = (
        await db.execute(
            delete(ReplayFile)
            .where(ReplayFile.id.in_(ids), is_due)
            .returning(ReplayFile.tier, ReplayFile.object_key)
            .execution_options(synchronize_session=False)
        )
    ).all()
    for tier in StorageTier:
        keys = [row.object_key for row in gone if row.tier is tier]
        await discard_objects(db, keys, tier=tier, now=now)
    if gone:
        log.info("files_without_match_deleted", number=len(gone))
    return len(gone)


def _is_due(moment: datetime) -> ColumnElement[bool]:
    is_wanted = exists().where(
        UploadedReplay.file_id == ReplayFile.id,
        or_(
            UploadedReplay.status.in_((UploadStatus.PENDING, UploadStatus.PROCESSING)),
            UploadedReplay.uploaded_at >= moment,
        ),
    )
    return ReplayFile.replay_id.is_(None) & (ReplayFile.stored_at < moment) & ~is_wanted
