"""Reads how a user's statistics change. Numbers of different versions are never added up."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.cursors import Cursor
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.services.matching.start import zone_of
from rlcoach.services.trends.errors import StatUnknown
from rlcoach.services.trends.repository import TrendRepository
from rlcoach.services.trends.views import Per, Trend, TrendQuery
from rlcoach.services.users.errors import UserNotFound


async def read_trend(
    db: AsyncSession,
    user_id: UUID,
    wanted: TrendQuery,
    *,
    after: Cursor | None,
    limit: int,
) -> Trend:
    """Some points of statistics of the user, newest first.

    Matches in which it is not known who he is are in none. While matches are analysed again, a day
    or week has a point for each version there is: one point would jump with every match that was,
    and the newest version alone would hide the years that are still to come.

    Raises:
        UserNotFound: he is gone.
        StatUnknown: a key is none of the catalogue.
    """
    repository = TrendRepository(db, user_id)
    basis = await repository.basis(wanted.keys)
    if basis is None:
        raise UserNotFound
    for key in wanted.keys:
        if key not in basis.positions:
            raise StatUnknown(key)
    positions = {key: basis.positions[key] for key in wanted.keys}
    if wanted.per is Per.GAME:
        found = await repository.games(
            positions, wanted, zone=zone_of(basis.time_zone), after=after, limit=limit + 1
        )
    else:
        found = await repository.days(positions, wanted, after=after, limit=limit + 1)
    page = found[:limit]
    return Trend(
        per=wanted.per,
        analysis_version=ANALYSIS_VERSION,
        points=tuple(point for point, _ in page),
        next_cursor=page[-1][1].encoded() if len(found) > limit else None,
        is_play_outdated=basis.play_outdated_at is not None,
    )
