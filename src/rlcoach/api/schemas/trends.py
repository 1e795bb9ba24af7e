"""Trends, as the API speaks of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from rlcoach.services.trends.views import Trend


class TrendValueRead(BaseModel):
    """A statistic at a point, in the unit the catalogue gives for it."""

    value: float | None = Field(
        description="The mean over the matches that have a number, each counting the same. Null "
        "without any, as for statistics of teams alone."
    )
    games: int = Field(description="How many matches have a number.")


class TrendPointRead(BaseModel):
    """A match, or those matches of a day or a week that one version has analysed."""

    day: date = Field(description="In your time zone; of a week its Monday.")
    started_at: datetime | None = Field(description="Of a match; null for days and weeks.")
    replay_id: UUID | None = Field(description="Of a match; null for days and weeks.")
    analysis_version: int = Field(
        description="What made its numbers. Days and weeks have a point for each version: join "
        "points of one version only."
    )
    games: int
    values: dict[str, TrendValueRead] = Field(description="By key, for each one asked for.")


class TrendRead(BaseModel):
    """Some points of a trend, newest first."""

    per: Literal["game", "day", "week"]
    analysis_version: int = Field(
        description="The newest; matches of points with another are still to be analysed again."
    )
    points: list[TrendPointRead]
    next_cursor: str | None = Field(description="Ask with it for those after these.")
    is_play_outdated: bool = Field(
        description="Whether a change of time zone, pause or accounts is still being worked in: "
        "until then days and who you are may be those of before it."
    )

    @classmethod
    def of(cls, trend: Trend) -> TrendRead:
        """From the service's view."""
        return cls.model_validate(trend, from_attributes=True)
