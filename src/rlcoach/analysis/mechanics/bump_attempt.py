"""Bump attempts: driving at an opponent, slower than it takes to demolish him."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.rams import (
    AHEAD_SECONDS,
    BALL_UU,
    HIT_MIN_SECONDS,
    MAX_MISS_UU,
    MIN_SPEED_UU_PER_S,
    MISSED_MIN_SECONDS,
    MISSED_UU,
    VICTIM_BALL_UU,
    Rams,
    rams,
)

SUPERSONIC_UU_PER_S = 2200.0
"""The game's threshold: from there on a hit demolishes."""

MIN_CLOSING_UU_PER_S = 800.0
"""Of the two at the start: those who meet by chance on the same way close with some 600."""

FIELDS = {
    **MECHANIC_FIELDS,
    "victim": EventField(unit=Unit.NONE, about="row of the opponent he drove at"),
    "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the attacker at the end"),
    "seconds": EventField(unit=Unit.SECONDS, about="on course"),
}

APPROACH = (
    "The player goes at an opponent with 1,000 uu/s or more, on course to pass him within 0.8 s at "
    "250 uu or less, neither with the ball where they would meet nor straight at a ball within "
    "1,500 uu: for 0.2 s before a hit, or for 0.5 s before a miss by 250 uu or less. "
)

LIMITS = (
    "Chance courses that last count; a hit that nobody steered for does not. As hits need less of "
    "a course than misses, the share of successes is no rate."
)

THRESHOLDS = {
    "ahead_seconds": AHEAD_SECONDS,
    "max_miss_uu": MAX_MISS_UU,
    "hit_min_seconds": HIT_MIN_SECONDS,
    "missed_min_seconds": MISSED_MIN_SECONDS,
    "missed_uu": MISSED_UU,
    "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
    "ball_uu": BALL_UU,
    "supersonic_uu_per_s": SUPERSONIC_UU_PER_S,
}

DEFINITION = EventDefinition(
    key="bump_attempt",
    label="Bump attempt",
    summary="Drove at an opponent to bump him.",
    approach=APPROACH
    + "He is slower than supersonic at the end, they close with 800 uu/s or more at the start, he "
    "does not touch the ball from 0.5 s before to 0.5 s after, and it is not "
    "within 400 uu of the opponent.",
    limits=LIMITS,
    source="rlcoach",
    confidence=Confidence.LOW,
    fields=FIELDS,
    thresholds={
        **THRESHOLDS,
        "min_closing_uu_per_s": MIN_CLOSING_UU_PER_S,
        "victim_ball_uu": VICTIM_BALL_UU,
    },
    family=Family.TOGETHER,
    success="he bumped the opponent",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All bump attempts, from the first moment on course to the last."""
    tries = context.shared(rams, found)
    slow = ~is_for_demolition(tries) & ~tries.is_for_ball
    slow &= tries.closing >= MIN_CLOSING_UU_PER_S
    return ram_events(context, tries.pick(slow), DEFINITION.key, success=tries.is_bumped[slow])


def is_for_demolition(tries: Rams) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """[ram] whether it was fast enough to demolish, or did."""
    fast: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = tries.is_demolished | (
        tries.speed >= SUPERSONIC_UU_PER_S
    )
    return fast


def ram_events(
    context: MatchContext,
    tries: Rams,
    kind: str,
    *,
    success: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> Events:
    """Drives at opponents as events of one kind."""
    return mechanic_events(
        context,
        Moves(
            player=tries.attacker,
            start=tries.start,
            end=tries.end,
            kind=kind,
            strength=between(tries.speed, MIN_SPEED_UU_PER_S, 2300.0),
            confidence=between(tries.seconds, 0.0, 2 * MISSED_MIN_SECONDS),
            is_success=success,
            evidence={"victim": tries.victim, "speed": tries.speed, "seconds": tries.seconds},
        ),
    )
