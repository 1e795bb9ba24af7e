"""Psychos: meeting the own rebound off the backboard upside down, with the wheels."""

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
from rlcoach.analysis.field import GOAL_HEIGHT_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.bounces import BACK_WALL, bounces
from rlcoach.analysis.mechanics.strikes import strikes
from rlcoach.analysis.vectors import roof, unit

MAX_ROOF = -0.5
"""Height of the roof's direction: 60 degrees and more beyond lying on the side (rlcoach's first
version)."""

MAX_LOCAL_UP = -0.6
"""Of the way from the hitbox to the ball along the roof: the ball is at the wheels, not at the
nose or tail."""

MAX_SECONDS = 3.0
"""From the touch that sent the ball at the backboard (rlcoach's first version)."""

DEFINITION = EventDefinition(
    key="psycho",
    label="Psycho",
    summary="Played the ball off the backboard and met it upside down, with the wheels.",
    approach=(
        "The player's own touch, a bounce off the wall behind a goal above the crossbar, and "
        "within 3 s of the first a second touch of his: in the air, the roof down, the ball at "
        "the wheels."
    ),
    limits="Rare: few are in any corpus, and a flip reset off the backboard looks the same.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="between the two touches"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre at the second"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after"),
    },
    thresholds={
        "max_roof": MAX_ROOF,
        "max_local_up": MAX_LOCAL_UP,
        "max_seconds": MAX_SECONDS,
        "min_bounce_height_uu": GOAL_HEIGHT_UU,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    success="on target: it would have gone in, did, or was credited as a shot",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All psychos, from the touch before the bounce to the one after it."""
    strike, bounced = context.shared(strikes, found), context.shared(bounces)
    touch, last = strike.touch, strike.previous
    holds = (strike.sender == touch.player) & (strike.since_sent <= MAX_SECONDS)
    holds &= strike.is_airborne & (strike.bounced_off == BACK_WALL)
    rows = np.flatnonzero(holds)
    at = strike.bounce[rows]
    up = roof(touch.car.rotation[rows])[:, 2]
    local = unit(touch.local[rows])[:, 2]
    fits = (bounced.place[at, 2] >= GOAL_HEIGHT_UU) & (up <= MAX_ROOF) & (local <= MAX_LOCAL_UP)
    rows, up, local = rows[fits], up[fits], local[fits]
    return mechanic_events(
        context,
        Moves(
            player=touch.player[rows],
            start=touch.frame[last[rows]],
            end=touch.end_frame[rows],
            kind=DEFINITION.key,
            strength=between(strike.speed[rows], 500.0, 3000.0),
            confidence=between(-up - local, 0.5, 2.0),
            is_success=strike.is_on_target[rows],
            place=touch.ball[rows],
            evidence={
                "seconds": strike.since_sent[rows],
                "height": strike.place[rows, 2],
                "speed": strike.speed[rows],
            },
        ),
    )
