"""How much there is altogether. Numbers only, which say nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import Replay, UploadedReplay, UploadStatus, User


@dataclass(frozen=True)
class Counts:
    """Of everybody together."""

    matches: int
    open_files: int
    users: int


async def count_everything(db: AsyncSession) -> Counts:
    """Counts now."""
    is_open = UploadedReplay.status.in_((UploadStatus.PENDING, UploadStatus.PROCESSING))
    matches = select(func.count()).select_from(Replay).scalar_subquery()
    open_files = select(func.count()).where(is_open).scalar_subquery()
    users = select(func.count()).select_from(User).scalar_subquery()
    return Counts(*(await db.execute(select(matches, open_files, users))).one())
