"""The sums of a user's days. A day is always made anew from its matches, so it cannot drift."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    REAL,
    Date,
    DateTime,
    Select,
    and_,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.models import DailyStats, PlayerGameStats, Replay, UserReplay

_OF_A_MATCH = ("playlist", "mode", "team_size", "analysis_version")
_GRAIN = ("day", *_OF_A_MATCH)
_DAYS_AT_ONCE = 200
"""The sums of this many days are asked for, and held in memory, together."""


async def recompute_days(
    db: AsyncSession, user_id: UUID, days: Iterable[date], *, zone: tzinfo
) -> None:
    """Makes the sums of some days anew. The caller holds the user's lock.

    Matches in which it is not known who the user is are not in them.
    """
    wanted = sorted(set(days))
    for first in range(0, len(wanted), _DAYS_AT_ONCE):
        some = wanted[first : first + _DAYS_AT_ONCE]
        await db.execute(
            delete(DailyStats).where(DailyStats.user_id == user_id, DailyStats.day.in_(some))
        )
        rows = await _sums(db, user_id, some, zone)
        if rows:
            await db.execute(insert(DailyStats), rows)


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day of the user in which something was."""
    return moment.astimezone(zone).date()


def bounds_of(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Its first moment and the first of the next day: 23 or 25 hours where clocks change."""
    midnights = (datetime(d.year, d.month, d.day, tzinfo=zone) for d in (day, _next(day)))
    first, end = (midnight.astimezone(UTC) for midnight in midnights)
    return first, end


def _next(day: date) -> date:
    return day + timedelta(days=1)


async def _sums(
    db: AsyncSession, user_id: UUID, days: Sequence[date], zone: tzinfo
) -> list[dict[str, object]]:
    games = _games(user_id, days, zone).subquery()
    grain = [games.c[name] for name in _GRAIN]
    totals = await db.execute(
        select(
            *grain,
            func.count().label("games"),
            func.count().filter(games.c.is_winner.is_(True)).label("wins"),
            func.count().filter(games.c.is_winner.is_(False)).label("losses"),
            func.coalesce(func.sum(games.c.played_seconds), 0.0).label("played_seconds"),
        ).group_by(*grain)
    )
    rows = {
        tuple(row[: len(_GRAIN)]): {
            "id": new_id(),
            "user_id": user_id,
            "sums": [],
            "counts": [],
            **row._mapping,
        }
        for row in totals
    }
    values = (
        func.unnest(type_coerce(games.c.stats, ARRAY(REAL)))
        .table_valued("value", with_ordinality="position", joins_implicitly=True)
        .render_derived()
    )
    value, position = values.c.value, values.c.position
    sums = await db.execute(
        select(*grain, func.coalesce(func.sum(value), 0.0), func.count(value))
        .select_from(games, values)
        .group_by(*grain, position)
        .order_by(position)
    )
    for *key, total, count in sums:
        row = rows[tuple(key)]
        _list(row["sums"]).append(float(total))
        _list(row["counts"]).append(int(count))
    return list(rows.values())


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _games(user_id: UUID, days: Sequence[date], zone: tzinfo) -> Select[tuple[object, ...]]:
    bounds = [bounds_of(day, zone) for day in days]
    wanted = (
        func.unnest(
            literal(list(days), ARRAY(Date)),
            literal([first for first, _ in bounds], ARRAY(DateTime(timezone=True))),
            literal([end for _, end in bounds], ARRAY(DateTime(timezone=True))),
        )
        .table_valued(
            column("day", Date),
            column("first_moment", DateTime(timezone=True)),
            column("next_moment", DateTime(timezone=True)),
        )
        .render_derived(name="wanted")
    )
    return (
        select(
            wanted.c.day,
            *(getattr(Replay, name) for name in _OF_A_MATCH),
            PlayerGameStats.is_winner,
            PlayerGameStats.played_seconds,
            PlayerGameStats.stats,
        )
        .join_from(UserReplay, Replay, UserReplay.replay_id == Replay.id)
        .join(PlayerGameStats, UserReplay.player_game_id == PlayerGameStats.id)
        .join(
            wanted,
            and_(
                UserReplay.started_at >= wanted.c.first_moment,
                UserReplay.started_at < wanted.c.next_moment,
            ),
        )
        .where(
            UserReplay.user_id == user_id,
            # Follows from the above; the index is found by it.
            UserReplay.started_at >= bounds[0][0],
            UserReplay.started_at < bounds[-1][1],
        )
    )
