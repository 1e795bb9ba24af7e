"""All that is asked of the database for trends: typed columns and arrays, never JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import TIMESTAMP, Date, Select, cast, func, literal_column, select, tuple_

from rlcoach.core.cursors import Cursor
from rlcoach.db.models import DailyStats, PlayerGameStats, Replay, StatKey, User, UserReplay
from rlcoach.db.owned import OwnedRepository
from rlcoach.services.daily_stats.service import bounds_of, day_of
from rlcoach.services.trends.views import Per, TrendPoint, TrendQuery, TrendValue

_MAX_INTEGER = 2**31 - 1
AnyQuery = Select[*tuple[Any, ...]]


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
        # Words of the query and not parameters, so that it is the same expression everywhere.
        monday = func.date_trunc(literal_column("'week'"), cast(DailyStats.day, TIMESTAMP))
        day = cast(monday, Date) if wanted.per is Per.WEEK else DailyStats.day
        version = DailyStats.analysis_version
        counts = [func.sum(DailyStats.counts[position]) for position in positions.values()]
        sums = [func.sum(DailyStats.sums[position]) for position in positions.values()]
        query: AnyQuery = (
            self.mine(DailyStats)
            .with_only_columns(day, version, func.sum(DailyStats.games), *counts, *sums)
            .group_by(day, version)
            .order_by(day.desc(), version.desc())
            .limit(limit)
        )
        query = _of_kind(query, DailyStats, wanted)
        if wanted.first_day is not None:
            query = query.where(DailyStats.day >= wanted.first_day)
        if wanted.last_day is not None:
            query = query.where(DailyStats.day <= wanted.last_day)
        if after is not None:
            # A version stands in for the id of `Cursor`; one of another list is no version.
            last_version = min(after.id.int, _MAX_INTEGER)
            query = query.where(tuple_(day, version) < (after.moment.date(), last_version))
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
