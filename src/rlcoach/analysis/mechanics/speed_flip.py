"""Speed flips: diagonal dodges off the ground whose forward turn is cancelled at once."""

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
    ROLL,
    WATCHED_SECONDS,
    cancelled_share,
    is_pushed,
    stays_up,
    watched,
)
from rlcoach.analysis.mechanics.dodge_motion import (
    OFFSETS_SECONDS,
    START,
    DodgeMotion,
    dodge_motion,
)
from rlcoach.analysis.mechanics.flights import GROUND, flights
from rlcoach.analysis.vectors import dot, length, unit

MIN_FORWARD, MIN_SIDE = 0.3, 0.2
"""Parts of the dodge ahead and to the side. Those of drills and of professionals' kickoffs are
0.41 to 0.96 ahead and 0.25 to 0.91 to the side."""

MIN_CANCELLED = 0.47
"""Share of the forward turn that did not happen. 38 of 39 of a drill have 0.53 or more; of 95
diagonal dodges made on purpose to be none, all but one have 0.17 or less, and that one 0.39."""

SIDEWAYS, MIN_CANCELLED_SIDEWAYS = 0.6, 0.34
"""Dodges that go ahead by less than the first are rather side dodges, with little to cancel: good
players' kickoffs have 0.36 to 0.5, those made on purpose to be none up to 0.07."""

MIN_ROLL = 2.2
"""Radians rolled toward the side of the dodge: those of the drill have 2.9 or more; less is a
dodge that a ball or a car stopped."""

MAX_HEIGHT_UU = 130.0
"""Of the car when it dodges; the drill has 58 to 90, late dodges of kickoffs up to 110."""

MIN_AHEAD = 0.5
"""Cosine between nose and way just after the dodge: a speed flip speeds the car up."""

MIN_SPEED_UU_PER_S = 800.0
"""Just after the dodge, which alone gives 500."""

MAX_LOSS_UU_PER_S = 250.0
"""Of speed over the ground while the dodge lasts: who is stopped by a ball or a car has flipped at
it. The drill loses 70 at most."""

SUPERSONIC_UU_PER_S = 2200.0

DEFINITION = EventDefinition(
    key="speed_flip",
    label="Speed flip",
    summary="A diagonal dodge off the ground, cancelled so that the nose stays ahead.",
    approach=(
        "A forward diagonal dodge soon after a jump, on which the car rolls to the side but turns"
        " forward by half of what the dodge would do, or less, and does not land meanwhile; by two"
        " thirds where the dodge goes more to the side than ahead."
    ),
    limits="Dodges that are cancelled late count when half of the turn is held back. Those off"
    " walls or high in the air are flip cancels.",
    source="rlcoach",
    confidence=Confidence.HIGH,
    fields={
        **MECHANIC_FIELDS,
        "cancelled": EventField(unit=Unit.SHARE, about="share of the forward turn held back"),
        "side": EventField(unit=Unit.SHARE, about="how far the dodge went to the side"),
        "top_speed": EventField(unit=Unit.UU_PER_SECOND, about="fastest within a second"),
    },
    thresholds={
        "min_forward": MIN_FORWARD,
        "min_side": MIN_SIDE,
        "min_cancelled": MIN_CANCELLED,
        "sideways": SIDEWAYS,
        "min_cancelled_sideways": MIN_CANCELLED_SIDEWAYS,
        "min_roll": MIN_ROLL,
        "max_height_uu": MAX_HEIGHT_UU,
        "min_ahead": MIN_AHEAD,
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "max_loss_uu_per_s": MAX_LOSS_UU_PER_S,
        "supersonic_uu_per_s": SUPERSONIC_UU_PER_S,
    },
    family=Family.MOVEMENT,
    success="The car was supersonic within a second.",
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All speed flips, from the dodge until its turn is over."""
    del found
    motion = context.shared(dodge_motion)
    cancelled = context.shared(cancelled_share)
    least = np.where(motion.forward < SIDEWAYS, MIN_CANCELLED_SIDEWAYS, MIN_CANCELLED)
    roll = motion.turn[:, watched(), ROLL].sum(axis=1) * np.sign(motion.right)
    soon = motion.velocity[:, START + 2]
    ahead = dot(unit(motion.nose[:, START]), unit(soon))
    off_ground = np.append(context.shared(flights).take_off, -1)[motion.flight] == GROUND
    rows = np.flatnonzero(
        (motion.forward >= MIN_FORWARD)
        & (np.abs(motion.right) >= MIN_SIDE)
        & context.shared(stays_up)
        & ~context.shared(is_pushed)
        & off_ground
        & (cancelled >= least)
        & (roll >= MIN_ROLL)
        & (motion.position[:, START, 2] <= MAX_HEIGHT_UU)
        & (ahead >= MIN_AHEAD)
        & (length(soon) >= MIN_SPEED_UU_PER_S)
        & (_lost(motion) <= MAX_LOSS_UU_PER_S)
    )
    second = (OFFSETS_SECONDS >= 0) & (OFFSETS_SECONDS <= 1.0)
    top = length(motion.velocity[rows][:, second]).max(axis=1, initial=0.0)
    return mechanic_events(
        context,
        Moves(
            player=motion.player[rows],
            start=motion.frame[rows],
            end=frame_of(context, motion.seen[rows] + WATCHED_SECONDS),
            kind="speed_flip",
            strength=between(cancelled[rows], MIN_CANCELLED_SIDEWAYS - 0.1, 0.9),
            confidence=between(cancelled[rows], 0.0, 0.6),
            is_success=top >= SUPERSONIC_UU_PER_S,
            evidence={
                "cancelled": np.clip(cancelled[rows], 0.0, 1.0),
                "side": np.clip(np.abs(motion.right[rows]), 0.0, 1.0),
                "top_speed": top,
            },
        ),
    )


def _lost(motion: DodgeMotion) -> NDArray[np.float64]:
    """[dodge] uu/s over the ground that were lost while it was watched."""
    speed = length(motion.velocity[..., :2])
    lost: NDArray[np.float64] = speed[:, START] - speed[:, watched()].min(axis=1)
    return lost
