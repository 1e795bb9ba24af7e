"""Quality of clears: where they went, and to whom."""

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
from rlcoach.analysis.plays import play_end

GIVEN_SECONDS = 2.5
"""An opponent who touches within this was where the ball came; later he had to go and get it,
and the team had the time to come back from the middle."""

MATE_SECONDS = 3.5
"""As for a pass."""

FAR_UU = 6000.0
"""From one goal area to the other."""

SAME_MOMENT_SECONDS = 0.12
"""A touch at once is the other half of a contest, not whom the ball came to."""

TO_MATE, TO_OPPONENT, TO_SPACE = "to_mate", "to_opponent", "to_space"

DEFINITION = EventDefinition(
    key="clear_quality",
    label="Quality of a clear",
    summary="To whom the ball came that was cleared.",
    approach=(
        "The touch after each clear: by the own team within 3.5 s, by an opponent within 2.5 s, or "
        "neither."
    ),
    limits="A clear that the player follows up himself counts as to a mate.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "distance": EventField(
            unit=Unit.UU, about="toward the opponents' end, to the next touch or for 3.5 s"
        ),
        "seconds": EventField(unit=Unit.SECONDS, about="to the next touch, at most 3.5"),
    },
    thresholds={"given_seconds": GIVEN_SECONDS, "mate_seconds": MATE_SECONDS},
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds={
        TO_MATE: "the own team touched next",
        TO_OPPONENT: "an opponent touched next, at once",
        TO_SPACE: "nobody had the ball soon",
    },
    success="Not to an opponent.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """One event per clear, from the clear to the next touch."""
    clears, touches = found["clear"], found["touch"]
    start = clears.frame.astype(np.int64)
    after, end = _next_touches(context, touches, start)
    seconds = context.clock[end] - context.clock[start]
    kinds = _kinds(context, touches, clears.player, after, seconds)
    ball = context.tables.ball.position[:, 1]
    gain = (ball[end] - clears.position[:, 1]) * context.sign[clears.player]
    return mechanic_events(
        context,
        Moves(
            player=clears.player,
            start=start,
            end=end,
            kind=kinds,
            strength=between(np.nan_to_num(gain), 0.0, FAR_UU),
            confidence=0.8,
            is_success=[kind != TO_OPPONENT for kind in kinds],
            place=clears.position,
            evidence={
                "distance": np.maximum(gain, 0.0).astype(np.float64),
                "seconds": seconds,
            },
        ),
    )


def _next_touches(
    context: MatchContext, touches: Events, frame: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row of the next touch in each play (-1: none in time), and its frame or the last in time."""
    clock = context.clock
    late = np.searchsorted(clock, clock[frame] + MATE_SECONDS, side="right") - 1
    last = np.minimum(late, play_end(context, frame.astype(np.int32)))
    touched = clock[touches.frame]
    row = np.searchsorted(touched, clock[frame] + SAME_MOMENT_SECONDS, side="right")
    then = np.append(touches.frame.astype(np.int64), context.frames)[row]
    in_time = then <= last
    return np.where(in_time, row, -1), np.where(in_time, then, np.maximum(last, frame))


def _kinds(
    context: MatchContext,
    touches: Events,
    player: NDArray[np.int32],
    after: NDArray[np.int64],
    seconds: NDArray[np.float64],
) -> list[str]:
    team = np.append(context.team[touches.player], -1)[after]
    own = (after >= 0) & (team == context.team[player])
    lost = (after >= 0) & ~own & (seconds <= GIVEN_SECONDS)
    kinds: list[str] = np.select([own, lost], [TO_MATE, TO_OPPONENT], default=TO_SPACE).tolist()
    return kinds
