"""Stalls: dodges whose inputs oppose each other, so that the car hangs instead of flipping."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.dodges import FORWARD_TORQUE, SIDE_TORQUE
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    frame_of,
    mechanic_events,
)
from rlcoach.analysis.mechanics.cancels import PITCH, ROLL, WATCHED_SECONDS, stays_up, watched
from rlcoach.analysis.mechanics.dodge_motion import START, DodgeMotion, dodge_motion
from rlcoach.analysis.vectors import length

MAX_KICK_UU_PER_S = 200.0
"""Change of the horizontal velocity within 0.1 s. A dodge gives 500, a stall nothing, boost 100."""

MAX_SPEED_UU_PER_S = 1800.0
"""Before it, where a torque was sent: near the limit of 2300 a real dodge gives nothing either."""

MIN_DIRECTION = 0.3
"""Size of the torque below which no direction was given; a dodge's is 1."""

MAX_TURN_SHARE = 0.4
"""Of the turn a dodge would do about its axis. Of 16,000 dodges in standard matches 8 have no kick
though they are slow and fly on; 7 of them turn as far as the game turns them."""

HANG_START_SECONDS, HANG_SECONDS = 0.3, 0.55
"""After the dodge, when the game holds the car's height."""

MAX_HANG_UU_PER_S = 100.0
"""Mean vertical speed then; the game leaves 15, a fall alone would change it by 160."""

DEFINITION = EventDefinition(
    key="stall",
    label="Stall",
    summary="A dodge with opposing inputs: the car hangs in the air and does not flip.",
    approach=(
        "A dodge in the air that neither pushes the car nor turns it the way a dodge would, after"
        " which its height stays as it is for half a second."
    ),
    limits="The game sends no word of it, and no recording at hand is known to hold one: the rule"
    " follows the game's physics. Stalls that end on the ball are missed.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "height": EventField(unit=Unit.UU, about="of the car when it dodged"),
        "kick": EventField(unit=Unit.UU_PER_SECOND, about="most its way changed within 0.1 s"),
    },
    thresholds={
        "max_kick_uu_per_s": MAX_KICK_UU_PER_S,
        "max_speed_uu_per_s": MAX_SPEED_UU_PER_S,
        "min_direction": MIN_DIRECTION,
        "max_turn_share": MAX_TURN_SHARE,
        "hang_start_seconds": HANG_START_SECONDS,
        "hang_seconds": HANG_SECONDS,
        "max_hang_uu_per_s": MAX_HANG_UU_PER_S,
    },
    family=Family.MOVEMENT,
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All stalls, from the dodge until the car falls again."""
    del found
    motion = context.shared(dodge_motion)
    way = motion.velocity[:, START - 1 :][:, : round(HANG_SECONDS / 0.05), :2]
    kick = np.max(length(way[:, 2:] - way[:, :-2]), axis=1, initial=0.0)
    hang = motion.velocity[:, watched(start=HANG_START_SECONDS, end=HANG_SECONDS), 2]
    hangs = np.abs(hang).mean(axis=1) <= MAX_HANG_UU_PER_S
    is_stall = context.shared(stays_up) & hangs & (kick <= MAX_KICK_UU_PER_S)
    rows = np.flatnonzero(is_stall & ~_is_dodge(motion))
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


def _is_dodge(motion: DodgeMotion) -> NDArray[np.bool_]:
    """[dodge] it has a direction, and the car turns that way or was too fast to tell."""
    pitch, roll = FORWARD_TORQUE * motion.forward, SIDE_TORQUE * motion.right
    size = np.hypot(pitch, roll)
    turn = motion.turn[:, watched()].sum(axis=1)
    along = (turn[:, PITCH] * pitch + turn[:, ROLL] * roll) / np.where(size > 0, size, 1.0)
    whole = np.hypot(turn[:, PITCH], turn[:, ROLL])
    turns = along >= MAX_TURN_SHARE * np.maximum(whole, 1.0)
    fast = length(motion.velocity[:, START - 1]) > MAX_SPEED_UU_PER_S
    directed = np.hypot(motion.forward, motion.right) >= MIN_DIRECTION
    dodges: NDArray[np.bool_] = directed & (turns | fast)
    return dodges
