"""One-timers: shooting a pass with the first touch."""

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
from rlcoach.analysis.events.passes import MAX_SECONDS, MIN_DISTANCE_UU
from rlcoach.analysis.field import BACK_WALL_Y_UU, GOAL_HEIGHT_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.strikes import aims_at_goal, strikes
from rlcoach.analysis.vectors import dot, length, unit

MIN_SPEED_UU_PER_S = 1000.0
"""Of the ball after (subtr-actor): slower is a touch to control it."""

MIN_KICK_UU_PER_S = 500.0
"""Made by the car: a ball that was on its way in already needs no shot."""

MIN_COSINE = 0.65
"""Between the ball's way and that to the goal's centre (subtr-actor): a ball that climbs almost
straight up is a touch to set it up."""

DEFINITION = EventDefinition(
    key="one_timer",
    label="One-timer",
    summary="Shot a mate's pass at the goal with the first touch.",
    approach=(
        "A mate touched last, at most 3.5 s before and 500 uu away, and the player's first touch "
        "changes the ball's velocity by 500 uu/s or more and sends it at 1,000 uu/s or more into "
        "the goal or just past a post."
    ),
    limits="Whether the mate meant the pass is not asked.",
    source="subtr-actor",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after"),
        "seconds": EventField(unit=Unit.SECONDS, about="since the mate's touch"),
    },
    thresholds={
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
        "min_cosine": MIN_COSINE,
        "max_seconds": MAX_SECONDS,
        "min_distance_uu": MIN_DISTANCE_UU,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    success="on target: it would have gone in, did, or was credited as a shot",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All one-timers, at the shot."""
    strike = context.shared(strikes, found)
    touch, last = strike.touch, strike.previous
    mate = np.append(context.team, -1)[strike.sender] == context.team[touch.player]
    holds = mate & (strike.sender != touch.player) & (strike.since_sent <= MAX_SECONDS)
    holds &= (strike.speed >= MIN_SPEED_UU_PER_S) & (strike.kick >= MIN_KICK_UU_PER_S)
    goal = np.array([0.0, BACK_WALL_Y_UU, GOAL_HEIGHT_UU / 2])
    holds &= dot(unit(strike.after), unit(goal - strike.place)) >= MIN_COSINE
    holds &= ~strike.is_contested & context.shared(aims_at_goal, found)
    rows = np.flatnonzero(holds)
    rows = rows[length(touch.ball[rows] - touch.ball[last[rows]]) >= MIN_DISTANCE_UU]
    return mechanic_events(
        context,
        Moves(
            player=touch.player[rows],
            start=touch.frame[rows],
            end=touch.end_frame[rows],
            kind=DEFINITION.key,
            strength=between(strike.speed[rows], MIN_SPEED_UU_PER_S, 3500.0),
            confidence=between(strike.kick[rows], 0.0, 2 * MIN_SPEED_UU_PER_S),
            is_success=strike.is_on_target[rows],
            place=touch.ball[rows],
            evidence={
                "speed": strike.speed[rows],
                "seconds": strike.since_sent[rows],
            },
        ),
    )
