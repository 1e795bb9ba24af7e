"""Wall shots: shots struck while driving on a wall or just off it."""

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
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.flights import WALL, flight_at, flights
from rlcoach.analysis.mechanics.outcomes import on_target
from rlcoach.analysis.mechanics.strikes import aims_at_goal
from rlcoach.analysis.mechanics.touch_motion import touch_motion
from rlcoach.analysis.mechanics.wall_leaves import wall_distances
from rlcoach.analysis.vectors import length

OFF_WALL_SECONDS = 0.6
"""After leaving the wall: a jump off it carries a car 180 uu in this time, a dodge 300."""

OFF_WALL_UU = 400.0
"""Car to wall at the touch; what is farther away was flown to, a wall aerial."""

MIN_CAR_Z_UU = 150.0
"""Below this a car is on the ramp, not on the wall."""

MIN_SPEED_UU_PER_S = 1000.0
"""Of the ball after the touch, as for attempts (subtr-actor)."""

MIN_KICK_UU_PER_S = 300.0
"""Given to the ball: less is a ball that was going there and brushed the car."""

HARD_UU_PER_S = 3000.0
"""A shot this fast is as hard as they come off a wall."""

DEFINITION = EventDefinition(
    key="wall_shot",
    label="Wall shot",
    summary="Struck the ball toward the goal from a wall or just off it.",
    approach=(
        "A touch by a car on a wall, or at most 0.6 s and 400 uu off it, after which the ball "
        "flies at 1,000 uu/s or more on target or narrowly wide."
    ),
    limits="Shots that need a bounce off the opposite wall are missed.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after the touch"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre"),
    },
    thresholds={
        "off_wall_seconds": OFF_WALL_SECONDS,
        "off_wall_uu": OFF_WALL_UU,
        "min_car_z_uu": MIN_CAR_Z_UU,
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    success="On target: left alone, the ball would have gone in.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All wall shots."""
    motion, touches = context.shared(touch_motion, found), found["touch"]
    flown = context.shared(flights)
    flight = flight_at(flown, motion.player, motion.time)
    left = np.append(flown.take_off, -1)[flight] == WALL
    since = motion.time - np.append(flown.start, np.nan)[flight]
    on_wall = np.array([word == "wall" for word in touches.fields["surface"]], dtype=bool)
    place = motion.car.position
    speed = length(motion.after)
    fits = (on_wall | (left & (since <= OFF_WALL_SECONDS))) & (place[:, 2] >= MIN_CAR_Z_UU)
    fits &= wall_distances(place).min(axis=1) <= OFF_WALL_UU
    fits &= (speed >= MIN_SPEED_UU_PER_S) & (touches.column("kick") >= MIN_KICK_UU_PER_S)
    rows = np.flatnonzero(fits)
    rows = rows[context.shared(aims_at_goal, found)[rows]]
    return mechanic_events(
        context,
        Moves(
            player=motion.player[rows],
            start=motion.frame[rows],
            end=motion.end_frame[rows],
            kind="wall_shot",
            strength=between(speed[rows], 0.0, HARD_UU_PER_S),
            confidence=np.where(on_wall[rows], 0.8, 0.7),
            is_success=on_target(found, motion, rows),
            place=motion.ball[rows],
            evidence={"speed": speed[rows], "height": motion.ball[rows, 2]},
        ),
    )
