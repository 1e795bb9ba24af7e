"""How a user's statistics change."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import StringConstraints

from rlcoach.api.cursors import After
from rlcoach.api.dependencies import Db, Reader
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.kinds import KindWord, TeamSize
from rlcoach.api.problems import responses
from rlcoach.api.schemas.trends import TrendRead
from rlcoach.services.trends.service import read_trend
from rlcoach.services.trends.views import Per, TrendQuery

router = APIRouter(prefix="/api/v1/user", tags=["trends"], route_class=GuardedRoute)

_STATS_AT_ONCE = 10
_POINTS_AT_ONCE = 500

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$", max_length=80)]
# Whatever has been or will be played, and a zone's midnight can be told of.
Day = Annotated[date, Query(ge=date(2000, 1, 1), le=date(2999, 12, 31))]


def get_query(  # noqa: PLR0913 - what can be asked for
    stat: Annotated[
        list[Key],
        Query(
            min_length=1,
            max_length=_STATS_AT_ONCE,
            description="Keys of the catalogue (docs/stats.md), for example `core.goals`.",
        ),
    ],
    *,
    per: Annotated[Per, Query(description="What a point stands for.")] = Per.DAY,
    playlist: KindWord | None = None,
    mode: KindWord | None = None,
    team_size: TeamSize | None = None,
    first_day: Annotated[Day | None, Query(alias="from", description="A day of yours.")] = None,
    last_day: Annotated[Day | None, Query(alias="to", description="The last day.")] = None,
) -> TrendQuery:
    """What a request asks for."""
    return TrendQuery(
        keys=tuple(dict.fromkeys(stat)),
        per=per,
        playlist=playlist,
        mode=mode,
        team_size=team_size,
        first_day=first_day,
        last_day=last_day,
    )


@router.get("/trends", operation_id="readTrend", response_model=TrendRead, responses=responses())
async def read_trends(
    caller: Reader,
    db: Db,
    wanted: Annotated[TrendQuery, Depends(get_query)],
    after: After,
    *,
    limit: Annotated[int, Query(ge=1, le=_POINTS_AT_ONCE)] = 100,
) -> TrendRead:
    """How statistics of yours change: matches in which it is known who you are, newest first."""
    return TrendRead.of(await read_trend(db, caller.user_id, wanted, after=after, limit=limit))
