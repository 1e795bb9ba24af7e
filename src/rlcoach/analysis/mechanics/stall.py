"""Stalls: dodges whose inputs oppose each other, so that the car hangs instead of flipping."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    frame_of,
    mechanic_events,
)
from rlcoach.analysis.mechanics.cancels import WATCHED_SECONDS, stays_up, watched
from rlcoach.analysis.mechanics.dodge_motion import SAMPLE_SECONDS, START, dodge_motion
from rlcoach.analysis.vectors import length

MIN_DIRECTION = 0.3
"""Size of the torque from which a dodge has a direction; it is 1. Of 18,949 dodges 10 have a torque
of 0 or none that was ever sent, and 8 of these hang with no push."""

MAX_KICK_UU_PER_S = 200.0
"""Change of the horizontal velocity within 0.1 s. A dodge gives 500, a stall nothing, boost 100."""

HANG_START_SECONDS, HANG_SECONDS = 0.3, 0.55
"""After the dodge, when the game holds the car's height."""

MAX_HANG_UU_PER_S = 100.0
"""Mean vertical speed then; the game leaves 15, a fall alone would change it by 160."""

DEFINITION = EventDefinition(
    key="stall",
    label="Stall",
    summary="A dodge with opposing inputs: the car hangs in the air and does not flip.",
    approach=(
        "A dodge that was sent without a direction and does not push the car, after which its"
        " height stays as it is for half a second."
    ),
    limits="Stalls that end on the ball, or lower than a dodge lasts, are missed.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "height": EventField(unit=Unit.UU, about="of the car when it dodged"),
        "kick": EventField(unit=Unit.UU_PER_SECOND, about="most its way changed within 0.1 s"),
    },
    thresholds={
        "min_direction": MIN_DIRECTION,
        "max_kick_uu_per_s": MAX_KICK_UU_PER_S,
        "hang_start_seconds": HANG_START_SECONDS,
        "hang_seconds": HANG_SECONDS,
        "max_hang_uu_per_s": MAX_HANG_UU_PER_S,
    },
    family=Family.MOVEMENT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All stalls, from the dodge until the car falls again."""
    del found
    motion = context.shared(dodge_motion)
    is_undirected = ~(np.hypot(motion.forward, motion.right) >= MIN_DIRECTION)
    way = motion.velocity[:, watched(start=-2 * SAMPLE_SECONDS, end=HANG_SECONDS), :2]
    kick = np.max(length(way[:, 2:] - way[:, :-2]), axis=1, initial=0.0)
    hang = motion.velocity[:, watched(start=HANG_START_SECONDS, end=HANG_SECONDS), 2]
    hangs = np.abs(hang).mean(axis=1) <= MAX_HANG_UU_PER_S
    rows = np.flatnonzero(
        is_undirected & context.shared(stays_up) & hangs & (kick <= MAX_KICK_UU_PER_S)
    )
    return mechanic_events(
        context,
        Moves(
            player=motion.player[rows],
            start=motion.frame[rows],
            end=frame_of(context, motion.seen[rows] + WATCHED_SECONDS),
            kind="stall",
            strength=between(kick[rows], MAX_KICK_UU_PER_S, 0.0),
            confidence=between(kick[rows], 2 * MAX_KICK_UU_PER_S, 0.0),
            evidence={
                "height": motion.position[rows, START, 2],
                "kick": kick[rows],
            },
        ),
    )
