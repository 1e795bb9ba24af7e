"""Half flips: turning around with a backward dodge that is cancelled on the way."""

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
from rlcoach.analysis.mechanics.cancels import ROLL, watched
from rlcoach.analysis.mechanics.dodge_motion import OFFSETS_SECONDS, START, dodge_motion
from rlcoach.analysis.vectors import unit

MIN_BACK = 0.5
"""Share of the dodge that goes straight back: half flips by keyboard are diagonal."""

MIN_STEEP = 0.5
"""How far the nose points up or down on the way: it must go over, not around."""

MAX_HEADING = -0.5
"""Cosine between the headings before and after (subtr-actor -0.75 with the sign of ours). The 15 of
a drill reach -0.79 or less before they land; in matches players steer on to where they want to
go, some before the car stands upright."""

TURN_SECONDS = 1.1
"""After the dodge, within which the car must look the other way: it lands after 1.0 to 1.1 s."""

MAX_STEEP = 0.75
"""How far the nose may still point up then: some land on their back wheels."""

MIN_UPRIGHT = 0.3
"""Height of the roof before and when turned: a backflip that ends half way lies on its roof, and a
car that dodges out of a tumble may look anywhere."""

MIN_ROLL = 2.0
"""Radians rolled until `ROLL_SECONDS`: half a turn brings the roof up, the drill has 2.9 to 3.9;
backflips that happen to end backwards have less than 1.9."""

ROLL_SECONDS = 1.1
"""After the dodge, when the roll is over."""

DEFINITION = EventDefinition(
    key="half_flip",
    label="Half flip",
    summary="Turned around with a backward dodge, cancelled half way and rolled upright.",
    approach=(
        "A backward dodge on which the nose goes over the top and the car rolls half round, and"
        " after which, within 1.1 s, it looks the other way and is upright."
    ),
    limits="Half flips that end in a bump or off a wall are missed.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "turn": EventField(unit=Unit.RADIANS, about="between the headings before and after"),
        "seconds": EventField(unit=Unit.SECONDS, about="from the dodge to the turned heading"),
    },
    thresholds={
        "min_back": MIN_BACK,
        "min_steep": MIN_STEEP,
        "max_heading": MAX_HEADING,
        "turn_seconds": TURN_SECONDS,
        "max_steep": MAX_STEEP,
        "min_upright": MIN_UPRIGHT,
        "min_roll": MIN_ROLL,
        "roll_seconds": ROLL_SECONDS,
    },
    family=Family.MOVEMENT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All half flips, from the dodge to the moment the car looks the other way."""
    del found
    motion = context.shared(dodge_motion)
    late = np.flatnonzero((OFFSETS_SECONDS > 0) & (OFFSETS_SECONDS <= TURN_SECONDS))
    heading = motion.nose[:, START, :2]
    roll = np.abs(motion.turn[:, watched(end=ROLL_SECONDS), ROLL].sum(axis=1))
    is_half = (motion.forward <= -MIN_BACK) & (roll >= MIN_ROLL)
    rows = np.flatnonzero(is_half & (motion.roof[:, START, 2] >= MIN_UPRIGHT))
    before = unit(heading[rows])
    noses, roofs = motion.nose[rows][:, late], motion.roof[rows][:, late, 2]
    cosine = np.einsum("rsi,ri->rs", unit(noses[..., :2]), before)
    turned = (cosine <= MAX_HEADING) & (roofs >= MIN_UPRIGHT) & (np.abs(noses[..., 2]) < MAX_STEEP)
    steep = np.abs(noses[..., 2]).max(axis=1, initial=0.0)
    hit = turned.any(axis=1) & (steep >= MIN_STEEP)
    first = turned.argmax(axis=1)[hit]
    seconds = OFFSETS_SECONDS[late][first]
    rows, cosine = rows[hit], cosine[hit, first]
    return mechanic_events(
        context,
        Moves(
            player=motion.player[rows],
            start=motion.frame[rows],
            end=frame_of(context, motion.seen[rows] + seconds),
            kind="half_flip",
            strength=between(seconds, TURN_SECONDS, 0.5),
            confidence=between(cosine, 0.0, -1.0),
            evidence={"turn": np.arccos(np.clip(cosine, -1, 1)), "seconds": seconds},
        ),
    )
