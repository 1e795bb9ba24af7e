"""Dunks: winning a challenge from above."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    held_frame,
    mechanic_events,
)
from rlcoach.analysis.mechanics.strikes import Strikes, strikes, team_keeps
from rlcoach.analysis.vectors import unit

MIN_ABOVE_UU = 60.0
"""Of the winner's car over the loser's: half a car's length, twice what hitboxes differ by."""

MIN_OVER_BALL_UU = 30.0
"""Of the winner's car over the ball's centre: he comes down on it. Level and lower ones in the
corpus lift the ball or race for it on a wall."""

MIN_UNDER = 0.5
"""Least rise of the way from the loser's car to the ball: he plays it from below, 30 degrees and
steeper. The nose of a car that drives into a resting ball sees it at 0.44, a roof that carries it
at 1."""

MIN_CAR_HEIGHT_UU = 60.0
"""Of the winner's car: it has left the ground."""

DEFINITION = EventDefinition(
    key="dunk",
    label="Dunk",
    summary="Won a 50/50 from above: the opponent played the ball upwards and ran into the car.",
    approach=(
        "A 50/50 that the player won in the air, his car 60 uu or more above the opponent's and "
        "30 uu or more above the ball, which the opponent had above him (30 degrees or more)."
    ),
    limits="A challenge that the opponent does not reach the ball in is none.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "opponent": EventField(unit=Unit.NONE, about="row of the player who was dunked on"),
        "above": EventField(unit=Unit.UU, about="of the car's centre over the opponent's"),
        "gain": EventField(unit=Unit.UU, about="of the ball toward the opponent's goal"),
    },
    thresholds={
        "min_above_uu": MIN_ABOVE_UU,
        "min_over_ball_uu": MIN_OVER_BALL_UU,
        "min_under": MIN_UNDER,
        "min_car_height_uu": MIN_CAR_HEIGHT_UU,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success="the own team had the next touch",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All dunks, at the winner's touch."""
    strike, contests = context.shared(strikes, found), found["fifty_fifty"]
    winner = contests.column("winner").astype(np.int64)
    rows = np.flatnonzero((winner >= 0) & ~contests.column("is_kickoff").astype(bool))
    winner = winner[rows]
    first, second = contests.player[rows], contests.column("opponent").astype(np.int64)[rows]
    loser = np.where(winner == first, second, first).astype(np.int64)
    end = contests.frame if contests.end_frame is None else contests.end_frame
    span = contests.frame[rows].astype(np.int64), end[rows].astype(np.int64)
    mine, theirs = _touch_in(strike, winner, span), _touch_in(strike, loser, span)
    above, car_height, under = _heights(context, strike, mine, theirs)
    kept = (above >= MIN_ABOVE_UU) & (under >= MIN_UNDER) & (car_height >= MIN_CAR_HEIGHT_UU)
    kept &= strike.is_airborne[mine]
    kept &= strike.touch.car.position[mine, 2] - strike.touch.ball[mine, 2] >= MIN_OVER_BALL_UU
    rows, mine, above, loser = rows[kept], mine[kept], above[kept], loser[kept]
    # The contest's gain is that of its first player.
    sign = np.where(contests.player[rows] == loser, -1.0, 1.0)
    gain = contests.column("gain").astype(np.float64)[rows] * sign
    return mechanic_events(
        context,
        Moves(
            player=winner[kept],
            start=strike.touch.frame[mine],
            end=end[rows].astype(np.int64),
            kind=DEFINITION.key,
            strength=between(gain, 0.0, 800.0),
            confidence=between(above, 0.0, 3 * MIN_ABOVE_UU),
            is_success=team_keeps(context, strike, mine),
            place=strike.touch.ball[mine],
            evidence={"opponent": loser, "above": above, "gain": gain},
        ),
    )


def _touch_in(
    strike: Strikes,
    player: NDArray[np.int64],
    span: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.int64]:
    """[row] the first touch of a player from one frame to another."""
    low = np.searchsorted(strike.touch.frame, span[0])
    high = np.searchsorted(strike.touch.frame, span[1], side="right")
    rows = [
        first + int((strike.touch.player[first:end] == who).argmax())
        for first, end, who in zip(low.tolist(), high.tolist(), player.tolist(), strict=True)
    ]
    return np.array(rows, dtype=np.int64)


def _heights(
    context: MatchContext, strike: Strikes, mine: NDArray[np.int64], theirs: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """[row] the car over the other's, uu; over the floor, uu; how the other sees the ball, 0-1."""
    touch = strike.touch
    time = touch.time[mine]
    one = touch.car.position[mine]
    other = cars_at(context, touch.player[theirs], held_frame(context, time), time).position
    under = unit(touch.ball[mine] - other)[:, 2]
    return one[:, 2] - other[:, 2], one[:, 2], under
