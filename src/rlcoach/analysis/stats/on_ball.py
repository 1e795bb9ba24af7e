"""What players did with the ball, and with each other's cars: counts and times of events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.stats.base import StatContext, StatValues

Column = NDArray[np.float64]
Fold = Callable[[StatContext, Events], Column]


@dataclass(frozen=True)
class _Stat:
    """A statistic folded from the events of one kind."""

    key: str
    label: str
    formula: str
    kind: str
    fold: Fold
    direction: Direction = Direction.NEUTRAL
    confidence: Confidence = Confidence.MEDIUM
    unit: Unit = Unit.COUNT
    modes: frozenset[str] | None = BALL_MODES

    @property
    def definition(self) -> StatDefinition:
        """For the catalogue."""
        return StatDefinition(
            key=self.key,
            label=self.label,
            unit=self.unit,
            direction=self.direction,
            formula=self.formula,
            mask=Mask.ACTIVE,
            source="rlcoach",
            confidence=self.confidence,
            scopes=(Scope.PLAYER, Scope.TEAM),
            events=(self.kind,),
            modes=self.modes,
            decimals=0 if self.unit is Unit.COUNT else 2,
        )


def _count(context: StatContext, events: Events) -> Column:
    return context.count(events.player)


def _count_where(field: str) -> Fold:
    """Events whose field is true."""

    def fold(context: StatContext, events: Events) -> Column:
        return context.count(events.player[events.column(field).astype(bool)])

    return fold


def _count_of(field: str) -> Fold:
    """How often a player is named in a field."""
    return lambda context, events: context.count(events.column(field).astype(np.int32))


def _sum_of(field: str) -> Fold:
    """Sum of a field over a player's events."""

    def fold(context: StatContext, events: Events) -> Column:
        total = np.zeros(context.match.players)
        np.add.at(total, events.player, events.column(field).astype(np.float64))
        return total

    return fold


def _epic(context: StatContext, events: Events) -> Column:
    known = [one is not None for one in events.fields["is_epic"]]
    if not context.match.tables.stat_events.frame.size:
        # Files before 2018-03 announce nothing.
        return np.full(context.match.players, np.nan)
    is_epic = np.array([bool(one) for one in events.fields["is_epic"]], dtype=bool)
    return context.count(events.player[is_epic & np.array(known, dtype=bool)])


def _contests(context: StatContext, events: Events) -> Column:
    opponent = events.column("opponent").astype(np.int32)
    return context.count(events.player) + context.count(opponent)


def _contests_lost(context: StatContext, events: Events) -> Column:
    opponent = events.column("opponent").astype(np.int32)
    winner = events.column("winner")
    decided = winner >= 0
    loser = np.where(winner == events.player, opponent, events.player)
    return context.count(loser[decided].astype(np.int32))


def _of_opponents(field: str | None) -> Fold:
    """Bumps of opponents, by attacker or by who a field names."""

    def fold(context: StatContext, events: Events) -> Column:
        fair = ~events.column("is_mate").astype(bool)
        who = events.player if field is None else events.column(field)
        return context.count(who[fair].astype(np.int32))

    return fold


_STATS = (
    _Stat(
        "ball.hits",
        "Touches",
        "Touches of the ball; contacts within 0.12 s are one.",
        "touch",
        _count,
        confidence=Confidence.HIGH,
    ),
    _Stat(
        "ball.kickoff_hits",
        "First touches",
        "Kickoffs in which the player touched the ball first.",
        "touch",
        _count_where("is_kickoff"),
        direction=Direction.HIGHER,
        confidence=Confidence.HIGH,
    ),
    _Stat(
        "ball.aerials",
        "Aerials",
        "Touches by the flying car with the ball's centre at 400 uu or higher.",
        "aerial",
        _count,
        confidence=Confidence.HIGH,
    ),
    _Stat(
        "ball.passes",
        "Passes",
        "Touches that a mate touched next, within 3.5 s and at least 500 uu away.",
        "pass",
        _count,
        direction=Direction.HIGHER,
    ),
    _Stat(
        "ball.passes_received",
        "Passes received",
        "Touches next after a mate's pass.",
        "pass",
        _count_of("receiver"),
        direction=Direction.HIGHER,
    ),
    _Stat(
        "ball.clears",
        "Clears",
        "Touches deep in the own third that got the ball out of it before the next touch.",
        "clear",
        _count,
        modes=SOCCAR_LIKE,
    ),
    _Stat(
        "ball.attempts",
        "Attempts on goal",
        "Touches after which the ball would have gone in by itself, credited as shots or not.",
        "attempt",
        _count,
        direction=Direction.HIGHER,
        modes=SOCCAR_LIKE,
    ),
    _Stat(
        "ball.stops",
        "Stops",
        "First touches of an opponent's attempt on goal, credited as saves or not.",
        "stop",
        _count,
        direction=Direction.HIGHER,
        modes=SOCCAR_LIKE,
    ),
    _Stat(
        "ball.epic_saves",
        "Epic saves",
        "Saves the game announced as epic. Unknown in files before 2018-03.",
        "save",
        _epic,
        direction=Direction.HIGHER,
        confidence=Confidence.HIGH,
        modes=None,
    ),
    _Stat(
        "ball.fifty_fifties",
        "50/50s",
        "Touches of both teams within 0.2 s, kickoffs included, by the first of each team.",
        "fifty_fifty",
        _contests,
    ),
    _Stat(
        "ball.fifty_fifties_won",
        "50/50s won",
        "50/50s after which the ball went the own team's way.",
        "fifty_fifty",
        _count_of("winner"),
        direction=Direction.HIGHER,
    ),
    _Stat(
        "ball.fifty_fifties_lost",
        "50/50s lost",
        "50/50s after which the ball went the other way; draws are neither.",
        "fifty_fifty",
        _contests_lost,
        direction=Direction.LOWER,
    ),
    _Stat(
        "ball.challenges",
        "Challenges",
        "Times driving at the ball, within 1,000 uu, while an opponent touched it.",
        "challenge",
        _count,
        confidence=Confidence.LOW,
    ),
    _Stat(
        "ball.challenges_won",
        "Challenges won",
        "Challenges after which the own team had the next touch, within 0.75 s.",
        "challenge",
        _count_where("is_won"),
        direction=Direction.HIGHER,
        confidence=Confidence.LOW,
    ),
    _Stat(
        "ball.carries",
        "Ball carries",
        "Times the ball was carried on the car for at least 1 s.",
        "ball_carry",
        _count,
    ),
    _Stat(
        "ball.carry_time",
        "Time carrying",
        "Seconds of ball carries.",
        "ball_carry",
        _sum_of("seconds"),
        unit=Unit.SECONDS,
    ),
    _Stat(
        "ball.last_touch_time",
        "Possession by last touch",
        "Seconds from the player's touch to the next touch by anybody else, or to the end of "
        "play. Unlike `ball.possession_time` it keeps the spell before a goal.",
        "possession",
        _sum_of("seconds"),
        unit=Unit.SECONDS,
    ),
    _Stat(
        "ball.possessions_won",
        "Balls won",
        "Spells of possession that began with the ball touched last by an opponent.",
        "possession",
        _count_where("is_won"),
        direction=Direction.HIGHER,
    ),
    _Stat(
        "ball.possessions_lost",
        "Balls lost",
        "Spells of possession that an opponent's touch ended.",
        "possession",
        _count_where("is_lost"),
        direction=Direction.LOWER,
    ),
    _Stat(
        "bump.inflicted",
        "Bumps",
        "Opponents knocked away without a demolition.",
        "bump",
        _of_opponents(None),
        confidence=Confidence.LOW,
        modes=None,
    ),
    _Stat(
        "bump.taken",
        "Times bumped",
        "Times knocked away by an opponent without a demolition.",
        "bump",
        _of_opponents("victim"),
        confidence=Confidence.LOW,
        modes=None,
    ),
)

DEFINITIONS: tuple[StatDefinition, ...] = tuple(stat.definition for stat in _STATS)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS` for the kinds of events the match has."""
    return {
        stat.key: stat.fold(context, context.events[stat.kind])
        for stat in _STATS
        if stat.kind in context.events
    }
