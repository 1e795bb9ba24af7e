"""Power shots: balls struck at the goal at 100 km/h and more."""

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
from rlcoach.analysis.field import KM_PER_HOUR_PER_UU_PER_SECOND
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.strikes import NEAR_MISS_UU, aims_at_goal, strikes

MIN_SPEED_UU_PER_S = 100.0 / KM_PER_HOUR_PER_UU_PER_SECOND
"""100 km/h, the round number players measure shots by; a sixth of all touches in the corpus reach
it, a twenty-fifth of them towards the goal."""

TOP_SPEED_UU_PER_S = 4000.0
"""Of the hardest shots without a pinch (144 km/h)."""

MIN_KICK_UU_PER_S = 1000.0
"""Made by the car itself: a ball that was fast already is deflected, not shot."""

DEFINITION = EventDefinition(
    key="power_shot",
    label="Power shot",
    summary="Struck the ball at the goal with 100 km/h or more.",
    approach=(
        "A touch that changes the ball's velocity by 1,000 uu/s or more and sends it at 2,778 uu/s "
        "(100 km/h) or more at the goal: from the opponent's half into it or past the frame by at "
        "most 200 uu, from the own half on target."
    ),
    limits="The speed is that of the first update after the touch; the game shows it a bit later.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after; x 0.036 is km/h"),
        "kick": EventField(unit=Unit.UU_PER_SECOND, about="change of the ball's velocity"),
    },
    thresholds={
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
        "near_miss_uu": NEAR_MISS_UU,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    success="on target: it would have gone in, did, or was credited as a shot",
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All power shots, at the touch."""
    strike = context.shared(strikes, found)
    holds = (strike.speed >= MIN_SPEED_UU_PER_S) & (strike.kick >= MIN_KICK_UU_PER_S)
    holds &= (strike.place[:, 1] > 0) | strike.is_on_target
    rows = np.flatnonzero(holds & context.shared(aims_at_goal, found))
    speed = strike.speed[rows]
    return mechanic_events(
        context,
        Moves(
            player=strike.touch.player[rows],
            start=strike.touch.frame[rows],
            end=strike.touch.end_frame[rows],
            kind=DEFINITION.key,
            strength=between(speed, MIN_SPEED_UU_PER_S, TOP_SPEED_UU_PER_S),
            confidence=np.where(strike.is_contested[rows], 0.6, 0.9),
            is_success=strike.is_on_target[rows],
            place=strike.touch.ball[rows],
            evidence={"speed": speed, "kick": strike.kick[rows]},
        ),
    )
