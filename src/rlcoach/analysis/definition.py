"""What a definition of an event or a statistic says; `definitions` collects them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Unit(StrEnum):
    """Units of statistics and of event fields."""

    COUNT = "count"
    SECONDS = "s"
    PERCENT = "%"
    SHARE = "0-1"
    UU = "uu"
    UU_PER_SECOND = "uu/s"
    BOOST = "boost"
    BOOST_PER_MINUTE = "boost/min"
    POINTS = "points"
    RADIANS = "rad"
    NONE = ""


class Direction(StrEnum):
    """Whether more of a statistic is better play."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Confidence(StrEnum):
    """How far a number can be trusted: checked against labels, plausible, or a first attempt."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Family(StrEnum):
    """What an event is about; catalogue and pages group kinds by it."""

    PLAY = "play"
    MOVEMENT = "movement"
    BALL = "ball"
    TOGETHER = "together"
    DECISION = "decision"


class Scope(StrEnum):
    """Whose number it is."""

    PLAYER = "player"
    TEAM = "team"


class Mask(StrEnum):
    """Which part of the recording a statistic looks at; chosen on purpose, one by one."""

    WHOLE = "whole recording"
    ACTIVE = "active play"
    LIVE = "from first touch to goal"


SOCCAR_LIKE = frozenset(
    {"soccar", "rumble", "spike_rush", "snow_day", "heatseeker", "beach_ball", "super_cube"}
)
"""Modes on a field with goals at both ends, where zones, shots and clears mean something."""


@dataclass(frozen=True, kw_only=True)
class StatDefinition:
    """One statistic.

    `key` is `group.name` and the same in report, API, charts, documentation and coach. Keys that
    ballchasing has mean exactly what ballchasing means by them.
    """

    key: str
    label: str
    unit: Unit
    direction: Direction
    formula: str
    """In words a player understands, odd rules included."""
    mask: Mask
    source: str
    """Whose rule: `ballchasing`, `rlcoach`, `game` …"""
    confidence: Confidence
    scopes: tuple[Scope, ...] = (Scope.PLAYER,)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    events: tuple[str, ...] = ()
    """Kinds of events the number is counted from."""
    modes: frozenset[str] | None = None
    """Modes it applies in; None for all."""
    decimals: int = 2
    is_experimental: bool = False
    """Counted from events without independent truth."""


@dataclass(frozen=True, kw_only=True)
class EventField:
    """A column an event kind has beside frame, time, player and place."""

    unit: Unit
    about: str


@dataclass(frozen=True, kw_only=True)
class EventDefinition:
    """One kind of event."""

    key: str
    label: str
    summary: str
    """One sentence for players."""
    approach: str
    """How it is found."""
    limits: str
    """What it misses or mistakes."""
    source: str
    confidence: Confidence
    fields: Mapping[str, EventField] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    modes: frozenset[str] | None = None
    family: Family = Family.PLAY
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Words the field `kind` may hold, each with what it means; empty where there is one kind."""
    success: str = ""
    """What the field `is_success` says; empty where success means nothing."""
    is_experimental: bool = False
    """Without independent truth, or below 0.8 precision on it: said wherever it is shown."""
