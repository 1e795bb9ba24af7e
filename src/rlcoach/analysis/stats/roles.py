"""Most back, most forward, closest to and farthest from the ball, among team mates.

Ballchasing's rule for these is not known exactly. This one was found by fitting 24 labelled
players: among about 500 variants it meets 56 of 88 times within one second or two percent, and
the others are off by 1 to 8 s of about 140. It needs no rule of its own for kickoffs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import Confidence, Direction, StatDefinition, Unit
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.parity import family, parity, shares
from rlcoach.analysis.stats.walk import ACTIVE_TIME, UpdateWalk, active_time, share

BUCKETS_PER_SECOND = 10
"""Labels are multiples of a tenth of a second."""

MATE_AGE_SECONDS = 0.15
"""A mate counts whose last body, sent in an earlier frame, is no older; fitted (0.15 to 0.2)."""

_RULE = (
    "Taken at a car's last update in each tenth of a second, which is worth the time since its "
    "tenth before, against mates who sent a body in the 0.15 s before; nothing counts without one."
)


def _time(name: str, label: str, what: str) -> StatDefinition:
    return parity(
        f"positioning.time_{name}",
        label,
        Unit.SECONDS,
        Direction.NEUTRAL,
        f"{what} {_RULE}",
        thresholds={"mate_age_seconds": MATE_AGE_SECONDS},
        confidence=Confidence.MEDIUM,
    )


_TIMES = family(
    _time("most_back", "Time as the last player back", "Nearest the own end of all mates."),
    _time("most_forward", "Time as the most forward player", "Nearest the opponent's end."),
    _time("closest_to_ball", "Time closest to the ball", "Nearest the ball of all mates."),
    _time("farthest_from_ball", "Time farthest from the ball", "Farthest from the ball."),
)

DEFINITIONS: tuple[StatDefinition, ...] = (
    *_TIMES.values(),
    *shares(_TIMES, ACTIVE_TIME),
)


@dataclass(frozen=True)
class _Series:
    """A player's updates: rows of the update walk in file order, and their tenths."""

    rows: NDArray[np.int64]
    tenth: NDArray[np.int64]


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; NaN for players without a mate."""
    walk, match = context.walk, context.match
    series = [_series(walk, player) for player in range(match.players)]
    values: StatValues = {key: np.full(match.players, np.nan) for key in _TIMES}
    for player in range(match.players):
        mates = [
            series[other]
            for other in range(match.players)
            if other != player and match.team[other] == match.team[player] >= 0
        ]
        if mates:
            times = _role_times(walk, series[player], mates)
            for key, seconds in zip(_TIMES, times, strict=True):
                values[key][player] = seconds
    active = active_time(match)
    for key in _TIMES:
        values[key.replace(".time_", ".percent_")] = share(values[key], active)
    return values


def _series(walk: UpdateWalk, player: int) -> _Series:
    rows = np.flatnonzero(walk.player == player)
    rows = rows[np.argsort(walk.match.tables.car_updates.seq[rows], kind="stable")]
    clock = walk.match.clock[walk.match.tables.car_updates.frame[rows]]
    # A clock that should show a full tenth may show a hair less.
    return _Series(rows, np.floor(clock * BUCKETS_PER_SECOND + 1e-6).astype(np.int64))


def _role_times(walk: UpdateWalk, own: _Series, mates: list[_Series]) -> tuple[float, ...]:
    """Seconds most back, most forward, closest and farthest."""
    last = np.flatnonzero(np.append(own.tenth[1:] != own.tenth[:-1], np.ones(len(own.rows[:1]))))
    rows, tenth = own.rows[last], own.tenth[last]
    worth = np.diff(tenth, prepend=tenth[:1]) / BUCKETS_PER_SECOND
    frame = walk.match.tables.car_updates.frame
    clock, y, ball = walk.match.clock, walk.forward_y, walk.ball_distance
    back, forward, close, far = (np.ones(len(rows), dtype=bool) for _ in range(4))
    has_mate = np.zeros(len(rows), dtype=bool)
    for mate in mates:
        if not len(mate.rows):
            continue
        spot = np.searchsorted(frame[mate.rows], frame[rows], side="left") - 1
        other = mate.rows[np.maximum(spot, 0)]
        age = clock[frame[rows]] - clock[frame[other]]
        known = (spot >= 0) & (age <= MATE_AGE_SECONDS)
        has_mate |= known
        back &= ~known | (y[rows] < y[other])
        forward &= ~known | (y[rows] > y[other])
        close &= ~known | (ball[rows] < ball[other])
        far &= ~known | (ball[rows] > ball[other])
    return tuple(float(worth[role & has_mate].sum()) for role in (back, forward, close, far))
