"""Redirects: turning a pass or a rebound towards the goal in the air."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.bounces import BACK_WALL, CEILING, FLOOR
from rlcoach.analysis.mechanics.strikes import Strikes, aims_at_goal, strikes
from rlcoach.analysis.vectors import dot, unit

MIN_HEIGHT_UU = 300.0
"""Of the ball: higher than a car reaches with a hop."""

MIN_TURN_RADIANS = np.pi / 4
"""Between the ball's ways before and after: less is helping it on its way."""

MIN_SPEED_UU_PER_S = 500.0
"""Before: a ball that hangs in the air is shot, not redirected. After: it must go on."""

MAX_SECONDS = 3.5
"""Since the touch that sent the ball (as `pass`)."""

KINDS = {
    "pass": "a mate's touch sent the ball",
    "rebound": "the ball came off a wall or the ceiling",
}

DEFINITION = EventDefinition(
    key="redirect",
    label="Redirect",
    summary="Turned a pass or a rebound towards the goal with a touch in the air.",
    approach=(
        "A car in the air meets a ball at 300 uu or higher that flies at 500 uu/s or more, and "
        "turns it by 45 degrees or more, from the opponent's half, into the goal or just past it. "
        "Within 3.5 s the ball came from a mate, or off a wall or the ceiling, and not out of a "
        "challenge; what an opponent hit must come off the wall behind a goal or the ceiling. The "
        "player did not touch last himself."
    ),
    limits="Clears of an opponent are not redirected, neither straight nor off a side wall.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "turn": EventField(unit=Unit.RADIANS, about="between the ball's ways before and after"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre"),
    },
    thresholds={
        "min_height_uu": MIN_HEIGHT_UU,
        "min_turn_radians": MIN_TURN_RADIANS,
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "max_seconds": MAX_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    kinds=KINDS,
    success="on target: it would have gone in, did, or was credited as a shot",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All redirects, at the touch."""
    strike = context.shared(strikes, found)
    touch = strike.touch
    cosine = dot(unit(strike.before), unit(strike.after))
    before = np.sqrt(dot(strike.before, strike.before))
    kind = _sources(context, strike)
    holds = strike.is_airborne & (strike.place[:, 2] >= MIN_HEIGHT_UU) & (kind != "")
    holds &= (before >= MIN_SPEED_UU_PER_S) & (strike.speed >= MIN_SPEED_UU_PER_S)
    holds &= (cosine <= np.cos(MIN_TURN_RADIANS)) & ~strike.is_contested
    holds &= strike.place[:, 1] > 0
    rows = np.flatnonzero(holds & context.shared(aims_at_goal, found))
    turn = np.arccos(np.clip(cosine[rows], -1.0, 1.0))
    return mechanic_events(
        context,
        Moves(
            player=touch.player[rows],
            start=touch.frame[rows],
            end=touch.end_frame[rows],
            kind=kind[rows].tolist(),
            strength=between(strike.speed[rows], MIN_SPEED_UU_PER_S, 3000.0),
            confidence=between(turn, np.pi / 8, np.pi / 2),
            is_success=strike.is_on_target[rows],
            place=touch.ball[rows],
            evidence={
                "turn": turn,
                "speed": strike.speed[rows],
                "height": strike.place[rows, 2],
            },
        ),
    )


def _sources(context: MatchContext, strike: Strikes) -> NDArray[np.str_]:
    """[touch] what sent the ball: a word of `KINDS`, or nothing."""
    player = strike.touch.player
    sent = (strike.since_sent <= MAX_SECONDS) & (strike.sender != player)
    # Who touches last in a challenge has sent nothing anywhere.
    sent &= ~np.append(strike.is_contested, False)[strike.previous]
    mate = np.append(context.team, -1)[strike.sender] == context.team[player]
    off = strike.bounced_off
    rebound = (off > FLOOR) & (mate | (off == BACK_WALL) | (off == CEILING))
    return np.select([sent & rebound, sent & mate], ["rebound", "pass"], default="")
