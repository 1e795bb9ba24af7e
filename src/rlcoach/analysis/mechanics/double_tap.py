"""Double taps: hitting the ball off the opponent's backboard and hitting it again."""

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
from rlcoach.analysis.mechanics.bounces import BACK_WALL, Bounces, bounces
from rlcoach.analysis.mechanics.outcomes import scored
from rlcoach.analysis.mechanics.strikes import aims_at_goal
from rlcoach.analysis.mechanics.touch_motion import TouchMotion, touch_motion
from rlcoach.analysis.plays import play_number

MIN_BOUNCE_Z_UU = 400.0
"""Of the ball on the backboard: lower rebounds beside the goal are met from the ground."""

MAX_BOUNCE_X_UU = 2900.0
"""Beyond it the back wall has turned into the corner."""

MAX_FIRST_SECONDS = 3.0
"""From the first touch to the bounce: a lob from midfield takes 2.8 s."""

MIN_SECOND_SECONDS, MAX_SECOND_SECONDS = 0.08, 2.0
"""From the bounce to the second touch: sooner, ball, wall and car met at once; in 2 s a ball falls
from the crossbar to the floor (subtr-actor 2.5)."""

MIN_CAR_Z_UU, MIN_BALL_Z_UU = 150.0, 250.0
"""At the second touch: in the air."""

DEFINITION = EventDefinition(
    key="double_tap",
    label="Double tap",
    summary="Hit the ball onto the opponent's backboard and hit the rebound at the goal.",
    approach=(
        "A touch, a bounce off the opponent's back wall at 400 uu or higher, and then, nobody else "
        "between, the same player's touch in the air that sends the ball on target or narrowly "
        "wide."
    ),
    limits="A rebound off the corner wall or the ceiling does not count, nor one met on the wall.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "bounce_seconds": EventField(unit=Unit.SECONDS, about="from the bounce to this touch"),
        "bounce_height": EventField(unit=Unit.UU, about="of the ball on the backboard"),
        "height": EventField(unit=Unit.UU, about="of the ball at this touch"),
    },
    thresholds={
        "min_bounce_z_uu": MIN_BOUNCE_Z_UU,
        "max_bounce_x_uu": MAX_BOUNCE_X_UU,
        "max_first_seconds": MAX_FIRST_SECONDS,
        "min_second_seconds": MIN_SECOND_SECONDS,
        "max_second_seconds": MAX_SECOND_SECONDS,
        "min_car_z_uu": MIN_CAR_Z_UU,
        "min_ball_z_uu": MIN_BALL_Z_UU,
    },
    modes=SOCCAR_LIKE,
    family=Family.BALL,
    success="The player scored within 4 s.",
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All double taps, at the second touch."""
    motion = context.shared(touch_motion, found)
    bounce, second = _rebounds(context, motion)
    away = np.array([word == "air" for word in found["touch"].fields["surface"]], dtype=bool)
    waited = motion.time[second] - bounce.time
    fits = away[second] & (waited >= MIN_SECOND_SECONDS) & (waited <= MAX_SECOND_SECONDS)
    fits &= motion.car.position[second, 2] >= MIN_CAR_Z_UU
    fits &= motion.ball[second, 2] >= MIN_BALL_Z_UU
    fits &= context.shared(aims_at_goal, found)[second]
    rows, waited, height = second[fits], waited[fits], bounce.place[fits, 2]
    player = motion.player[rows]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=motion.frame[rows],
            end=motion.end_frame[rows],
            kind="double_tap",
            strength=between(height, MIN_BOUNCE_Z_UU / 2, 1500.0),
            confidence=between(waited, 0.0, 0.2) * 0.9,
            is_success=scored(context, player, motion.frame[rows]),
            place=motion.ball[rows],
            evidence={
                "bounce_seconds": waited,
                "bounce_height": height,
                "height": motion.ball[rows, 2],
            },
        ),
    )


def _rebounds(context: MatchContext, motion: TouchMotion) -> tuple[Bounces, NDArray[np.int64]]:
    """Bounces off the toucher's far backboard between two touches of his, with the second."""
    found = context.shared(bounces)
    if len(motion) == 0:
        return found.pick(np.zeros(0, dtype=np.int64)), np.zeros(0, dtype=np.int64)
    after = np.searchsorted(motion.time, found.time)
    second, first = np.minimum(after, len(motion) - 1), np.maximum(after - 1, 0)
    fits = (found.surface == BACK_WALL) & (after > 0) & (after < len(motion))
    fits &= motion.player[first] == motion.player[second]
    fits &= motion.play[first] == motion.play[second]
    fits &= play_number(context)[found.frame] == motion.play[first]
    fits &= found.place[:, 1] * motion.sign[second] > 0
    fits &= (found.place[:, 2] >= MIN_BOUNCE_Z_UU) & (np.abs(found.place[:, 0]) <= MAX_BOUNCE_X_UU)
    fits &= found.time - motion.time[first] <= MAX_FIRST_SECONDS
    # The ball may bounce twice before it is touched again; the last bounce is the one played.
    rows = np.flatnonzero(fits)
    rows = rows[np.append(np.diff(second[rows]) != 0, True)[: len(rows)]]
    return found.pick(rows), second[rows]
