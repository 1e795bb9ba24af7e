"""Locks on things that have no row, or no row yet."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


async def lock_name(db: AsyncSession, name: str) -> None:
    """Waits until nobody else holds a name, and holds it until the end of the transaction."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def try_lock_name(db: AsyncSession, name: str) -> bool:
    """The same without waiting; whether the name is held now."""
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0))
    return bool(await db.scalar(select(lock)))
