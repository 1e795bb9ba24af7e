"""The sums of a user's days. A day is always made anew from its matches, so it cannot drift."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from uuid import UUID

from sqlalchemy import ARRAY, REAL, Select, delete, func, insert, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.models import DailyStats, PlayerGameStats, Replay, UserReplay

_GRAIN = ("playlist", "mode", "team_size", "analysis_version")


async def recompute_days(
    db: AsyncSession, user_id: UUID, days: Iterable[date], *, zone: tzinfo
) -> None:
    """Makes the sums of some days anew. The caller holds the user's lock.

    Matches in which it is not known who the user is are not in them.
    """
    for day in sorted(set(days)):
        await db.execute(
            delete(DailyStats).where(DailyStats.user_id == user_id, DailyStats.day == day)
        )
        rows = await _sums(db, user_id, day, zone)
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
    db: AsyncSession, user_id: UUID, day: date, zone: tzinfo
) -> list[dict[str, object]]:
    games = _games(user_id, *bounds_of(day, zone)).subquery()
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
            "day": day,
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


def _games(user_id: UUID, first: datetime, end: datetime) -> Select[tuple[object, ...]]:
    return (
        select(
            *(getattr(Replay, name) for name in _GRAIN),
            PlayerGameStats.is_winner,
            PlayerGameStats.played_seconds,
            PlayerGameStats.stats,
        )
        .join_from(UserReplay, Replay, UserReplay.replay_id == Replay.id)
        .join(PlayerGameStats, UserReplay.player_game_id == PlayerGameStats.id)
        .where(
            UserReplay.user_id == user_id,
            UserReplay.started_at >= first,
            UserReplay.started_at < end,
        )
    )
