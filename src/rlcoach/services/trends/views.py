"""Trends, as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Per(StrEnum):
    """What one point of a trend stands for."""

    GAME = "game"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class TrendQuery:
    """What a trend is of, and which matches count; None leaves a fact open."""

    keys: tuple[str, ...]
    """Of the statistics, each once."""
    per: Per
    playlist: str | None = None
    mode: str | None = None
    team_size: int | None = None
    first_day: date | None = None
    """Of the user, as is the last, which counts as well."""
    last_day: date | None = None


@dataclass(frozen=True)
class TrendValue:
    """A statistic at a point."""

    value: float | None
    """The mean over the matches that have a number, each counting the same; None without any."""
    games: int
    """How many those are."""


@dataclass(frozen=True)
class TrendPoint:
    """A match, or the matches of one version of a day or a week."""

    day: date
    """Of the user; of a week its Monday."""
    analysis_version: int
    games: int
    values: Mapping[str, TrendValue]
    """By key of the statistic."""
    started_at: datetime | None = None
    """Of a match."""
    replay_id: UUID | None = None
    """Of a match."""


@dataclass(frozen=True)
class Trend:
    """Some points, newest first."""

    per: Per
    analysis_version: int
    """The newest: points of another are not made anew yet, and not to be joined with these."""
    points: tuple[TrendPoint, ...]
    next_cursor: str | None
    is_play_outdated: bool
    """Whether days and who the user is do not follow his latest changes yet."""
