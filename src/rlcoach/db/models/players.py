"""Players, what they did in each match, and the numbers made of it.

Statistics are arrays: `stats[n]` is the one whose `stat_keys.position` is n, counted from 1 as
PostgreSQL does. Positions are only ever appended, so that a new statistic needs no migration and
arrays that were written before it stay right: they end sooner, and what is past the end is NULL.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from rlcoach.db.base import Base, CreatedAt, Id, UpdatedAt

PERCENTILES = 99
"""A benchmark holds the 1st to the 99th percentile."""


class StatKey(Base):
    """Which statistic stands where in the arrays."""

    __tablename__ = "stat_keys"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(unique=True, comment="Of the catalogue: group.name.")
    added_at: Mapped[CreatedAt]


class Player(Base):
    """An account of a gaming platform that was seen in a match; bots and guests have none."""

    __tablename__ = "players"
    __table_args__ = (UniqueConstraint("platform", "online_id"),)

    id: Mapped[Id]
    platform: Mapped[str] = mapped_column(comment="steam, epic, ps, xbox, switch, psynet, qq.")
    online_id: Mapped[str]
    name: Mapped[str] = mapped_column(comment="In the latest match; players rename themselves.")
    last_seen_at: Mapped[datetime]
    created_at: Mapped[CreatedAt]


class PlayerClaim(Base):
    """That a user calls a player his other account. It labels his own files and opens no others."""

    __tablename__ = "player_claims"
    __table_args__ = (UniqueConstraint("user_id", "player_id"),)

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    player_id: Mapped[UUID] = mapped_column(
        ForeignKey("players.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[CreatedAt]
    removed_at: Mapped[datetime | None] = mapped_column(
        comment="When the user took it back; the row goes once its labels are gone."
    )


class PlayerGameStats(Base):
    """One player in one match. A new analysis updates the row: users point to it."""

    __tablename__ = "player_game_stats"
    __table_args__ = (
        CheckConstraint("team IN (0, 1)", name="team"),
        UniqueConstraint("replay_id", "report_player_id"),
        # What user_replays refers to, so that "me" is a player of the same match.
        UniqueConstraint("replay_id", "id"),
        Index(None, "player_id", "replay_id"),
    )

    id: Mapped[Id]
    replay_id: Mapped[UUID] = mapped_column(ForeignKey("replays.id", ondelete="CASCADE"))
    player_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("players.id"), comment="Null for bots and for who has no account of his own."
    )
    report_player_id: Mapped[str] = mapped_column(comment="The id in the report of this match.")
    name: Mapped[str]
    is_bot: Mapped[bool] = mapped_column(server_default=text("false"))
    team: Mapped[int | None] = mapped_column(SmallInteger, comment="0 blue, 1 orange.")
    is_winner: Mapped[bool | None] = mapped_column(comment="Null where the result is not known.")
    score: Mapped[int | None] = mapped_column(Integer)
    goals: Mapped[int | None] = mapped_column(SmallInteger)
    assists: Mapped[int | None] = mapped_column(SmallInteger)
    saves: Mapped[int | None] = mapped_column(SmallInteger)
    shots: Mapped[int | None] = mapped_column(SmallInteger)
    demolitions: Mapped[int | None] = mapped_column(SmallInteger)
    demolished: Mapped[int | None] = mapped_column(SmallInteger)
    car_body_id: Mapped[int | None] = mapped_column(Integer)
    car_body: Mapped[str | None]
    hitbox: Mapped[str | None]
    played_seconds: Mapped[float | None] = mapped_column(
        REAL, comment="From joining to leaving, all stretches together."
    )
    stats: Mapped[list[float | None]] = mapped_column(
        ARRAY(REAL),
        server_default=text("'{}'"),
        comment="By stat_keys.position, counted from 1. NULL where it does not apply.",
    )


class DailyStats(Base):
    """Sums over the matches of a user's day, so that years are added up from days."""

    __tablename__ = "daily_stats"
    __table_args__ = (
        UniqueConstraint(
            "user_id",
            "day",
            "playlist",
            "mode",
            "team_size",
            "analysis_version",
            name="uq_daily_stats_grain",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("games > 0 AND wins + losses <= games", name="games"),
        CheckConstraint("cardinality(sums) = cardinality(counts)", name="sums"),
    )

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(comment="In the user's time zone.")
    playlist: Mapped[str | None]
    mode: Mapped[str | None]
    team_size: Mapped[int | None] = mapped_column(SmallInteger)
    analysis_version: Mapped[int] = mapped_column(
        Integer, comment="Matches of different versions are never added up."
    )
    games: Mapped[int] = mapped_column(Integer)
    wins: Mapped[int] = mapped_column(Integer)
    losses: Mapped[int] = mapped_column(Integer)
    played_seconds: Mapped[float] = mapped_column(Double, server_default=text("0"))
    sums: Mapped[list[float]] = mapped_column(
        ARRAY(Double), comment="By stat_keys.position, counted from 1."
    )
    counts: Mapped[list[int]] = mapped_column(
        ARRAY(Integer), comment="How many matches are in the sum of the same position."
    )
    updated_at: Mapped[UpdatedAt]


class Benchmark(Base):
    """How a statistic is spread among players of a rank."""

    __tablename__ = "benchmarks"
    __table_args__ = (
        UniqueConstraint("rank", "playlist", "stat_position", "analysis_version"),
        CheckConstraint(f"cardinality(percentiles) = {PERCENTILES}", name="percentiles"),
        CheckConstraint("players > 0 AND games >= players", name="players"),
    )

    id: Mapped[Id]
    rank: Mapped[str]
    playlist: Mapped[str]
    stat_position: Mapped[int] = mapped_column(ForeignKey("stat_keys.position"), index=True)
    analysis_version: Mapped[int] = mapped_column(Integer)
    players: Mapped[int] = mapped_column(Integer, comment="How many players it is made of.")
    games: Mapped[int] = mapped_column(Integer)
    mean: Mapped[float] = mapped_column(REAL)
    percentiles: Mapped[list[float]] = mapped_column(ARRAY(REAL), comment="The 1st to the 99th.")
    computed_at: Mapped[datetime]
