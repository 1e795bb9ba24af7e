"""All that is asked of the database for trends: typed columns and arrays, never JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Date,
    Select,
    cast,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from rlcoach.core.cursors import Cursor
from rlcoach.db.models import DailyStats, PlayerGameStats, Replay, StatKey, User, UserReplay
from rlcoach.db.owned import OwnedRepository
from rlcoach.services.daily_stats.service import bounds_of, day_of
from rlcoach.services.trends.views import Per, TrendPoint, TrendQuery, TrendValue

_MAX_INTEGER = 2**31 - 1
AnyQuery = Select[*tuple[Any, ...]]
Number = TypeVar("Number", int, float)


@dataclass(frozen=True)
class TrendBasis:
    """What has to be known before a trend can be read."""

    time_zone: str
    play_outdated_at: datetime | None
    positions: Mapping[str, int]
    """Of the statistics asked for, as far as there are such, by key."""


class TrendRepository(OwnedRepository):
    """Numbers of a user's matches and days."""

    async def basis(self, keys: Sequence[str]) -> TrendBasis | None:
        """The user's days and the places of statistics; None where he is gone."""
        rows = (
            await self.db.execute(
                select(User.time_zone, User.play_outdated_at, StatKey.key, StatKey.position)
                .outerjoin(StatKey, StatKey.key.in_(keys))
                .where(User.id == self.user_id)
            )
        ).all()
        if not rows:
            return None
        positions = {row.key: row.position for row in rows if row.key is not None}
        return TrendBasis(rows[0].time_zone, rows[0].play_outdated_at, positions)

    async def games(
        self,
        positions: Mapping[str, int],
        wanted: TrendQuery,
        *,
        zone: tzinfo,
        after: Cursor | None,
        limit: int,
    ) -> list[tuple[TrendPoint, Cursor]]:
        """Matches in which it is known who the user was, newest first, from a cursor on."""
        stats = PlayerGameStats.stats
        query: AnyQuery = (
            self.mine(UserReplay)
            .with_only_columns(
                UserReplay.id,
                UserReplay.replay_id,
                UserReplay.started_at,
                Replay.analysis_version,
                *(stats[position] for position in positions.values()),
            )
            .join(Replay, Replay.id == UserReplay.replay_id)
            .join(PlayerGameStats, PlayerGameStats.id == UserReplay.player_game_id)
            .order_by(UserReplay.started_at.desc(), UserReplay.id.desc())
            .limit(limit)
        )
        query = _of_kind(query, Replay, wanted)
        if wanted.first_day is not None:
            query = query.where(UserReplay.started_at >= bounds_of(wanted.first_day, zone)[0])
        if wanted.last_day is not None:
            query = query.where(UserReplay.started_at < bounds_of(wanted.last_day, zone)[1])
        if after is not None:
            place = tuple_(UserReplay.started_at, UserReplay.id)
            query = query.where(place < (after.moment, after.id))
        found = []
        for row_id, replay_id, started_at, version, *values in await self.db.execute(query):
            point = TrendPoint(
                day=day_of(started_at, zone),
                analysis_version=version,
                games=1,
                values={
                    key: TrendValue(value, int(value is not None))
                    for key, value in zip(positions, values, strict=True)
                },
                started_at=started_at,
                replay_id=replay_id,
            )
            found.append((point, Cursor(started_at, row_id)))
        return found

    async def days(
        self,
        positions: Mapping[str, int],
        wanted: TrendQuery,
        *,
        after: Cursor | None,
        limit: int,
    ) -> list[tuple[TrendPoint, Cursor]]:
        """Days, or weeks from Monday on, each version apart; newest first, from a cursor on."""
        monday = func.date_trunc("week", cast(DailyStats.day, TIMESTAMP))
        rows: AnyQuery = self.mine(DailyStats).with_only_columns(
            (cast(monday, Date) if wanted.per is Per.WEEK else DailyStats.day).label("day"),
            DailyStats.analysis_version,
            DailyStats.games,
            _unpacked(DailyStats.counts).label("counts"),
            _unpacked(DailyStats.sums).label("sums"),
        )
        rows = _of_kind(rows, DailyStats, wanted)
        if wanted.first_day is not None:
            rows = rows.where(DailyStats.day >= wanted.first_day)
        if wanted.last_day is not None:
            rows = rows.where(DailyStats.day <= wanted.last_day)
        # With an offset it stays a query of its own: merged with the next it would unpack anew.
        days = rows.offset(0).subquery("days").c
        places = positions.values()
        query: AnyQuery = (
            select(
                days.day,
                days.analysis_version,
                func.sum(days.games),
                *(func.sum(days.counts[place]) for place in places),
                *(func.sum(days.sums[place]) for place in places),
            )
            .group_by(days.day, days.analysis_version)
            .order_by(days.day.desc(), days.analysis_version.desc())
            .limit(limit)
        )
        if after is not None:
            # A version stands in for the id of `Cursor`; one of another list is no version.
            place = (after.moment.date(), min(after.id.int, _MAX_INTEGER))
            query = query.where(tuple_(days.day, days.analysis_version) < place)
        found = []
        for its_day, its_version, games, *numbers in await self.db.execute(query):
            counted, added = numbers[: len(positions)], numbers[len(positions) :]
            point = TrendPoint(
                day=its_day,
                analysis_version=its_version,
                games=games,
                values={
                    key: TrendValue(total / count if count else None, count or 0)
                    for key, count, total in zip(positions, counted, added, strict=True)
                },
            )
            midnight = datetime(its_day.year, its_day.month, its_day.day, tzinfo=UTC)
            found.append((point, Cursor(midnight, UUID(int=its_version))))
        return found


def _unpacked(array: InstrumentedAttribute[list[Number]]) -> ColumnElement[list[Number]]:
    """The same array. A long one is stored compressed, and each look at it would unpack it."""
    return array.op("||", return_type=array.type)(literal_column("'{}'"))


def _of_kind(
    query: AnyQuery, table: type[Replay] | type[DailyStats], wanted: TrendQuery
) -> AnyQuery:
    """The query, for matches of the kind that is wanted."""
    for column, value in (
        (table.playlist, wanted.playlist),
        (table.mode, wanted.mode),
        (table.team_size, wanted.team_size),
    ):
        if value is not None:
            query = query.where(column == value)
    return query
