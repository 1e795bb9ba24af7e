"""Where each statistic stands in the arrays of the database. Only ever appended to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from rlcoach.db.models import StatKey


async def append_stat_keys(db: AsyncSession | AsyncConnection, keys: Sequence[str]) -> list[str]:
    """Gives a position to each key that has none yet, and returns those.

    What the catalogue no longer has keeps its position: arrays of former analyses hold it.
    """
    # Nobody else may append meanwhile; reading goes on.
    await db.execute(text("LOCK TABLE stat_keys IN SHARE ROW EXCLUSIVE MODE"))
    known = set((await db.scalars(select(StatKey.key))).all())
    new = [key for key in dict.fromkeys(keys) if key not in known]
    if new:
        last = (await db.scalars(select(func.coalesce(func.max(StatKey.position), 0)))).one()
        rows = [{"position": last + n, "key": key} for n, key in enumerate(new, start=1)]
        await db.execute(insert(StatKey), rows)
    return new


async def stat_positions(db: AsyncSession | AsyncConnection) -> dict[str, int]:
    """Position by key, in order of position; counted from 1."""
    rows = await db.execute(select(StatKey.key, StatKey.position).order_by(StatKey.position))
    return dict(rows.all())


def as_array(
    values: Mapping[str, float | None], positions: Mapping[str, int]
) -> list[float | None]:
    """The array of statistics given by key; it ends with the last one that is there.

    Raises:
        KeyError: a key has no position: the catalogue was not appended after an upgrade.
    """
    placed = {positions[key]: value for key, value in values.items() if value is not None}
    return [placed.get(position) for position in range(1, max(placed, default=0) + 1)]
