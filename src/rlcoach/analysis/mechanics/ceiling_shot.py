"""Ceiling shots: dropping off the ceiling onto the ball."""

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
from rlcoach.analysis.field import CEILING_Z_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.flights import CEILING, flight_at, flights
from rlcoach.analysis.mechanics.outcomes import on_target
from rlcoach.analysis.mechanics.strikes import aims_at_goal
from rlcoach.analysis.mechanics.touch_motion import touch_motion
from rlcoach.analysis.vectors import length

MAX_SECONDS = 3.0
"""From the ceiling to the touch: a fall to the floor without boost takes 2.5 s (subtr-actor 1.35,
which leaves out those who carry the ball down)."""

MIN_DROP_UU = 100.0
"""Car below the ceiling at the touch: closer, the ball was hit from the ceiling (subtr-actor
120)."""

MIN_KICK_UU_PER_S = 300.0
"""Given to the ball."""

MIN_CAR_Z_UU = 150.0
"""At the touch: still in the air."""

DEFINITION = EventDefinition(
    key="ceiling_shot",
    label="Ceiling shot",
    summary="Dropped off the ceiling and struck the ball toward the goal before landing.",
    approach=(
        "A flight that began on the ceiling, and a touch in it within 3 s, 100 uu or more below "
        "the ceiling, that sends the ball on target or narrowly wide."
    ),
    limits="Drops that end in a pass are not counted.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="from the ceiling to the touch"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after the touch"),
    },
    thresholds={
        "max_seconds": MAX_SECONDS,
        "min_drop_uu": MIN_DROP_UU,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
        "min_car_z_uu": MIN_CAR_Z_UU,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    success="On target: left alone, the ball would have gone in.",
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All ceiling shots, at the touch; of several in one flight the last."""
    motion, flown = context.shared(touch_motion, found), context.shared(flights)
    flight = flight_at(flown, motion.player, motion.time)
    since = motion.time - np.append(flown.start, np.nan)[flight]
    height = motion.car.position[:, 2]
    fits = (np.append(flown.take_off, -1)[flight] == CEILING) & (since <= MAX_SECONDS)
    fits &= (height <= CEILING_Z_UU - MIN_DROP_UU) & (height >= MIN_CAR_Z_UU)
    fits &= found["touch"].column("kick") >= MIN_KICK_UU_PER_S
    rows = np.flatnonzero(fits)
    rows = rows[context.shared(aims_at_goal, found)[rows]][::-1]
    rows = rows[np.unique(flight[rows], return_index=True)[1]]
    speed = length(motion.after[rows])
    return mechanic_events(
        context,
        Moves(
            player=motion.player[rows],
            start=motion.frame[rows],
            end=motion.end_frame[rows],
            kind="ceiling_shot",
            strength=between(speed, 0.0, 3000.0),
            confidence=0.8,
            is_success=on_target(found, motion, rows),
            place=motion.ball[rows],
            evidence={"seconds": since[rows], "height": motion.ball[rows, 2], "speed": speed},
        ),
    )
