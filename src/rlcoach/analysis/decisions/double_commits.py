"""Double commits: two mates go for the same ball at once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.control import after_kickoff, touches_next
from rlcoach.analysis.decisions.snapshots import Snapshots, snapshots
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import GOAL_HALF_WIDTH_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.vectors import dot, length

MAX_DISTANCE_UU = 600.0
"""Of both cars' centres from the ball: a third of a second at 1,800 uu/s, too late to turn away
(rlcoach's first version: 500)."""

MIN_CLOSING_UU_PER_S = 600.0
"""Both drive at the ball by themselves; more than rolling along with it."""

MIN_ALIGNMENT = 0.7
"""Cosine between each car's velocity and its way to the ball: within 45 degrees."""

AGAIN_SECONDS = 1.5
"""The same two within this are still in the same double commit."""

TOUCH_SECONDS = 0.5
"""One of the two touches within this time of it, or it came to nothing for both."""

KICKOFF_SECONDS = 2.0
"""After a kickoff's first touch, in which a mate who follows up is no mistake."""

SCRAMBLE_DEPTH_UU = -4300.0
"""Nearer the own goal's mouth than this everybody must go."""

DEFINITION = EventDefinition(
    key="double_commit",
    label="Double commit",
    summary="Went for a ball that a mate was going for, too.",
    approach=(
        "Two mates within 600 uu of the ball at once, both driving at it with at least 600 uu/s "
        "in play, and one of them touches it within 0.5 s. `player` is the other, or who touches "
        "it second."
    ),
    limits=(
        "Not counted in the 2 s after a kickoff's first touch, nor in front of the own goal. "
        "A mate who pulls out in the last 0.3 s counts."
    ),
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "mate": EventField(unit=Unit.NONE, about="row of the mate who touched it first"),
        "distance": EventField(unit=Unit.UU, about="of `player` from the ball"),
        "apart": EventField(unit=Unit.UU, about="between the two cars"),
    },
    thresholds={
        "max_distance_uu": MAX_DISTANCE_UU,
        "min_closing_uu_per_s": MIN_CLOSING_UU_PER_S,
        "min_alignment": MIN_ALIGNMENT,
        "touch_seconds": TOUCH_SECONDS,
        "kickoff_seconds": KICKOFF_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    success="Their team had the next touch after it.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All double commits, at the first moment both are committed."""
    samples, touches = context.shared(snapshots), found["touch"]
    first, second, at = _both_committed(context, samples)
    mate = _first_to_touch(context, touches, np.stack((first, second)), samples.clock[at])
    keep = (mate >= 0) & ~after_kickoff(context, touches, samples.frame[at], KICKOFF_SECONDS)
    mate, at = mate[keep], at[keep]
    player = (first + second)[keep] - mate
    frame = samples.frame[at]
    distance = samples.ball_distance[player, at].astype(np.float64)
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=frame,
            end=frame,
            kind="double_commit",
            strength=between(distance, MAX_DISTANCE_UU, MAX_DISTANCE_UU / 3),
            confidence=0.6,
            is_success=touches_next(
                context, touches, samples.clock[at] + TOUCH_SECONDS, context.team[player]
            ),
            evidence={
                "mate": mate,
                "distance": distance,
                "apart": length(samples.place[player, at] - samples.place[mate, at]),
            },
        ),
    )


def _both_committed(
    context: MatchContext, samples: Snapshots
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of mates and the sample in which both are first on their way, once per pair."""
    near = (samples.ball_distance <= MAX_DISTANCE_UU) & samples.is_live
    near &= ~_in_goal_mouth(samples)
    rows: list[tuple[int, int, int]] = []
    for one, other in combinations(range(context.players), 2):
        if context.team[one] != context.team[other] or context.team[one] < 0:
            continue
        at = np.flatnonzero(near[one] & near[other])
        at = at[_goes_for_ball(samples, one, at) & _goes_for_ball(samples, other, at)]
        clock = samples.clock[at]
        new = np.diff(clock, prepend=-np.inf) > AGAIN_SECONDS
        rows += [(one, other, sample) for sample in at[new].tolist()]
    first, second, at = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return first, second, at


def _goes_for_ball(samples: Snapshots, player: int, at: NDArray[np.int64]) -> NDArray[np.bool_]:
    way = samples.ball[at] - samples.place[player, at]
    velocity = samples.velocity[player, at]
    closing = dot(velocity, way) / np.maximum(length(way), 1.0)
    enough: NDArray[np.bool_] = closing >= np.maximum(
        MIN_CLOSING_UU_PER_S, MIN_ALIGNMENT * length(velocity)
    )
    return enough


def _in_goal_mouth(samples: Snapshots) -> NDArray[np.bool_]:
    in_front = np.abs(samples.ball[:, 0]) < GOAL_HALF_WIDTH_UU
    mouth: NDArray[np.bool_] = (samples.ball_depth < SCRAMBLE_DEPTH_UU) & in_front
    return mouth


def _first_to_touch(
    context: MatchContext,
    touches: Events,
    pair: NDArray[np.int64],
    clock: NDArray[np.float64],
) -> NDArray[np.int64]:
    """[pair] which of the two touches first about then; -1 where neither does."""
    away = np.abs(context.clock[touches.frame][None, :] - clock[:, None]) <= TOUCH_SECONDS
    either = (touches.player == pair[0][:, None]) | (touches.player == pair[1][:, None])
    row, touch = np.nonzero(away & either)
    result = np.full(len(clock), -1, dtype=np.int64)
    # Written backwards, so that the earliest touch stays.
    result[row[::-1]] = touches.player[touch[::-1]]
    return result
