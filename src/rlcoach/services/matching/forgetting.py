"""Accounts of players nobody's matches tell of any more."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import Player, PlayerClaim, PlayerGameStats


async def forget_players(db: AsyncSession, player_ids: Collection[UUID]) -> None:
    """Deletes those of some players whom no match and no claim refers to.

    A player whom another transaction is about to refer to is locked by it, and is left alone:
    waiting for it might be waiting for one that waits for us.
    """
    locked = await db.scalars(
        select(Player.id).where(Player.id.in_(player_ids)).with_for_update(skip_locked=True)
    )
    # A statement of its own sees what others committed before the lock was had.
    await db.execute(
        delete(Player)
        .where(
            Player.id.in_(locked.all()),
            ~exists().where(PlayerGameStats.player_id == Player.id),
            ~exists().where(PlayerClaim.player_id == Player.id),
        )
        .execution_options(synchronize_session=False)
    )
