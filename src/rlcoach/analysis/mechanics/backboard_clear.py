"""Backboard clears: meeting the ball at the wall above the own goal."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

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
from rlcoach.analysis.field import BACK_WALL_Y_UU, GOAL_HEIGHT_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.bounces import BACK_WALL
from rlcoach.analysis.mechanics.strikes import MAX_PLAYERS, strikes, team_keeps

MAX_TO_WALL_UU = 700.0
"""From the ball's centre to the wall behind the goal: one car length and the ball's width before
it."""

MAX_ACROSS_UU = 2200.0
"""From the middle: the board over the goal and as far beside it as a rebound still falls before
the goal."""

MAX_REBOUND_SECONDS = 1.5
"""Since the ball came off the wall."""

MIN_KICK_UU_PER_S = 300.0
"""Made by the car: less is a ball that runs along the car."""

DEFINITION = EventDefinition(
    key="backboard_clear",
    label="Backboard clear",
    summary="Met the ball on the own backboard, above the goal, and sent it away.",
    approach=(
        "A touch of a ball higher than the crossbar, within 700 uu of the wall behind the own goal "
        "and 2,200 uu of its middle, that flew at this wall or came off it within 1.5 s, and after "
        "which it moves away from the wall."
    ),
    limits="A touch that lets the ball drop before the own goal counts, as a failure at best.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "height": EventField(unit=Unit.UU, about="of the ball's centre"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after"),
    },
    thresholds={
        "max_to_wall_uu": MAX_TO_WALL_UU,
        "max_across_uu": MAX_ACROSS_UU,
        "min_height_uu": GOAL_HEIGHT_UU,
        "max_rebound_seconds": MAX_REBOUND_SECONDS,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    success="the ball got out of the third, or the own team had the next touch",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All backboard clears, at the touch."""
    strike = context.shared(strikes, found)
    touch = strike.touch
    x, y, z = strike.place.T
    holds = (BACK_WALL_Y_UU + y <= MAX_TO_WALL_UU) & (z >= GOAL_HEIGHT_UU)
    holds &= (np.abs(x) <= MAX_ACROSS_UU) & (strike.after[:, 1] > 0)
    holds &= strike.kick >= MIN_KICK_UU_PER_S
    rebound = (strike.bounced_off == BACK_WALL) & (strike.since_bounce <= MAX_REBOUND_SECONDS)
    holds &= (strike.before[:, 1] < 0) | rebound
    rows = np.flatnonzero(holds)
    cleared = found["clear"]
    keys = touch.frame[rows] * MAX_PLAYERS + touch.player[rows]
    out = np.isin(keys, cleared.frame.astype(np.int64) * MAX_PLAYERS + cleared.player)
    kept = team_keeps(context, strike, rows)
    return mechanic_events(
        context,
        Moves(
            player=touch.player[rows],
            start=touch.frame[rows],
            end=touch.end_frame[rows],
            kind=DEFINITION.key,
            strength=between(strike.speed[rows], 0.0, 3000.0),
            confidence=between(z[rows], GOAL_HEIGHT_UU / 2, 2 * GOAL_HEIGHT_UU),
            is_success=[True if one else keeps for one, keeps in zip(out, kept, strict=True)],
            place=touch.ball[rows],
            evidence={"height": z[rows], "speed": strike.speed[rows]},
        ),
    )
