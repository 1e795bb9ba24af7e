"""Half volleys: striking the ball just after it bounced."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.bounces import FLOOR, Bounces, bounces
from rlcoach.analysis.mechanics.strikes import strikes
from rlcoach.analysis.near_ball import near_ball

MAX_SECONDS = 0.45
"""From the bounce to the hit (subtr-actor): the ball still rises."""

MIN_FALL_UU_PER_S = 300.0
"""Of the ball into the floor: a drop from 70 uu; less is a ball that rolls on."""

DODGE_SECONDS = 0.35
"""From the dodge to the hit (subtr-actor): strikes are made with a dodge."""

SENT_LATE_SECONDS = 0.02
"""A dodge that began before the hit may be sent half an update after it."""

MAX_HEIGHT_UU = 200.0
"""Of the ball at the hit, a ball's width over the floor: higher it is a ball that came up again."""

AT_BALL_UU = 40.0
"""Hitbox to ball at the bounce: a car that near may have turned it (as a pinch's)."""

MIN_SPEED_UU_PER_S = 1000.0
"""Of the ball after (subtr-actor)."""

MIN_KICK_UU_PER_S = 500.0
"""Made by the car (the same measure as a one-timer's)."""

DEFINITION = EventDefinition(
    key="half_volley",
    label="Half volley",
    summary="Struck the ball with a dodge just after it bounced off the floor.",
    approach=(
        "The ball bounced off the floor at 300 uu/s or more, with no car at it, and was touched at "
        "most 0.45 s later, 200 uu high at most, within 0.35 s after the begin of a dodge, by a "
        "car that changed its velocity by 500 uu/s or more; it left at 1,000 uu/s or more."
    ),
    limits="Strikes without a dodge are not asked about.",
    source="subtr-actor",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="from the bounce to the hit"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after"),
    },
    thresholds={
        "max_seconds": MAX_SECONDS,
        "min_fall_uu_per_s": MIN_FALL_UU_PER_S,
        "max_height_uu": MAX_HEIGHT_UU,
        "at_ball_uu": AT_BALL_UU,
        "dodge_seconds": DODGE_SECONDS,
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success="on target: it would have gone in, did, or was credited as a shot",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All half volleys, at the hit."""
    strike, bounced = context.shared(strikes, found), context.shared(bounces)
    touch = strike.touch
    holds = (strike.bounced_off == FLOOR) & (strike.since_bounce <= MAX_SECONDS)
    holds &= ~strike.is_contested
    holds &= (strike.speed >= MIN_SPEED_UU_PER_S) & (strike.kick >= MIN_KICK_UU_PER_S)
    holds &= (touch.since_dodge >= -SENT_LATE_SECONDS) & (touch.since_dodge <= DODGE_SECONDS)
    holds &= strike.place[:, 2] <= MAX_HEIGHT_UU
    rows = np.flatnonzero(holds)
    rows = rows[-bounced.before[strike.bounce[rows], 2] >= MIN_FALL_UU_PER_S]
    # What turns in the frame of the hit was turned by the car.
    rows = rows[bounced.frame[strike.bounce[rows]] < touch.frame[rows]]
    rows = rows[~_car_at(context, bounced.pick(strike.bounce[rows]))]
    seconds = strike.since_bounce[rows]
    return mechanic_events(
        context,
        Moves(
            player=touch.player[rows],
            start=touch.frame[rows],
            end=touch.end_frame[rows],
            kind=DEFINITION.key,
            strength=between(strike.speed[rows], MIN_SPEED_UU_PER_S, 3500.0),
            confidence=between(seconds, 2 * MAX_SECONDS, 0.0),
            is_success=strike.is_on_target[rows] if context.is_soccar_like else None,
            place=touch.ball[rows],
            evidence={"seconds": seconds, "speed": strike.speed[rows]},
        ),
    )


def _car_at(context: MatchContext, bounced: Bounces) -> NDArray[np.bool_]:
    """[bounce] a car was at the ball already in the frame before."""
    near = context.shared(near_ball)
    at = near.frame[near.gap <= AT_BALL_UU]
    turned: NDArray[np.bool_] = np.isin(bounced.frame - 1, at)
    return turned
