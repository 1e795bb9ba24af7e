"""Flip cancels: dodges whose forward or backward turn is held back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

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
from rlcoach.analysis.mechanics.cancels import (
    WATCHED_SECONDS,
    cancelled_share,
    is_pushed,
    keeps_rolling,
    stays_up,
)
from rlcoach.analysis.mechanics.dodge_motion import dodge_motion

MIN_PITCH = 0.5
"""Part of the dodge that goes ahead or back; the more it goes to the side, the less there is to
cancel, and the less a drawing shows of it."""

MIN_CANCELLED = 0.3
"""Share of the turn that did not happen. Of 366 front flips of three matches before 2020, when
nobody cancelled them, none has more than 0; of 275 since, 225 have less than 0.1 and 43 0.25 or
more."""

DEFINITION = EventDefinition(
    key="flip_cancel",
    label="Flip cancel",
    summary="A dodge whose turn was held back by pulling against it.",
    approach=(
        "A dodge ahead or back on which the car pitches by 0.7 of what the dodge would do, or"
        " less, while it rolls on and neither lands nor is pushed. Speed flips"
        " and half flips are counted as those."
    ),
    limits="Dodges into the ball or a car within the first 0.2 s may be taken for cancelled ones;"
    " later hits are told apart by the push.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "cancelled": EventField(unit=Unit.SHARE, about="share of the turn held back"),
        "forward": EventField(unit=Unit.NONE, about="-1 straight back to 1 straight ahead"),
    },
    thresholds={"min_pitch": MIN_PITCH, "min_cancelled": MIN_CANCELLED},
    family=Family.MOVEMENT,
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All flip cancels that are neither speed flips nor half flips."""
    motion = context.shared(dodge_motion)
    cancelled = context.shared(cancelled_share)
    is_hit = (np.abs(motion.forward) >= MIN_PITCH) & (cancelled >= MIN_CANCELLED)
    is_hit &= context.shared(stays_up) & context.shared(keeps_rolling)
    is_hit &= ~context.shared(is_pushed) & ~_named(motion.player, motion.frame, found)
    rows = np.flatnonzero(is_hit)
    return mechanic_events(
        context,
        Moves(
            player=motion.player[rows],
            start=motion.frame[rows],
            end=frame_of(context, motion.seen[rows] + WATCHED_SECONDS),
            kind="flip_cancel",
            strength=between(cancelled[rows], MIN_CANCELLED - 0.1, 1.0),
            confidence=between(cancelled[rows], 0.0, 0.8),
            evidence={
                "cancelled": np.clip(cancelled[rows], 0.0, 1.0),
                "forward": motion.forward[rows],
            },
        ),
    )


def _named(
    player: NDArray[np.int64], frame: NDArray[np.int64], found: Mapping[str, Events]
) -> NDArray[np.bool_]:
    """[dodge] it is a speed flip or a half flip."""
    named = {
        pair
        for key in ("speed_flip", "half_flip")
        for pair in zip(found[key].player.tolist(), found[key].frame.tolist(), strict=True)
    }
    dodges = zip(player.tolist(), frame.tolist(), strict=True)
    return np.array([dodge in named for dodge in dodges], dtype=bool)
