"""Rotations: who leaves the ball to a mate, and where he goes then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.roles import Roles, roles
from rlcoach.analysis.decisions.snapshots import SAMPLES_PER_SECOND, Snapshots, snapshots
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BLUE, ORANGE
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events

BACK_SECONDS = 4.0
"""To become the last man: driving from one goal area to the other takes 4 s without boost."""

COMMITTED_UU = 1000.0
"""The leaver had gone for the ball if he was this near it (the reach of a challenge) ..."""

COMMITTED_SECONDS = 1.5
"""... within this time before: longer ago he had already left it."""

ROTATED, STAYED, CUT_IN = "rotated", "stayed", "cut_in"

DEFINITION = EventDefinition(
    key="rotation",
    label="Rotation",
    summary="Went for the ball, left it to a mate, and did or did not go back behind him.",
    approach=(
        "The first man of a team is who is estimated to reach the ball first, for at least "
        "0.35 s. When he was near the ball and a mate becomes first man, it is seen whether he is "
        "the last man back within 4 s, or before that first man again although the mate has not "
        "played the ball yet."
    ),
    limits=(
        "A ball that flies to the mate by itself makes him first man too. Time to the ball is an "
        "estimate from place, speed, boost and where the nose points."
    ),
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "mate": EventField(unit=Unit.NONE, about="row of the player who came"),
        "seconds": EventField(
            unit=Unit.SECONDS, about="until he was the last man back; null if he was not in time"
        ),
    },
    thresholds={
        "back_seconds": BACK_SECONDS,
        "committed_uu": COMMITTED_UU,
        "committed_seconds": COMMITTED_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds={
        ROTATED: "was the last man back within 4 s",
        STAYED: "was neither last man back nor first man again in that time",
        CUT_IN: "was first man again before he had been back and the mate had touched the ball",
    },
    success="He was the last man back in time, which leaves the order of the team whole.",
    is_experimental=True,
)


@dataclass(frozen=True)
class _Change:
    """A first man left."""

    sample: int
    leaver: int
    mate: int


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All rotations, from the change of first man to the leaver's arrival."""
    samples, men = context.shared(snapshots), context.shared(roles)
    changes = [
        change
        for side in (BLUE, ORANGE)
        for change in _changes(men.first[side])
        if _was_committed(samples, change)
    ]
    played = [_mates_touch(samples, found["touch"], change) for change in changes]
    outcomes = [
        _outcome(samples, men, change, until, int(context.team[change.leaver]))
        for change, until in zip(changes, played, strict=True)
    ]
    kinds = [kind for kind, _, _ in outcomes]
    end = np.array([end for _, end, _ in outcomes], dtype=np.int64)
    seconds = np.array([seconds for _, _, seconds in outcomes], dtype=np.float64)
    quick = between(np.nan_to_num(seconds, nan=BACK_SECONDS), BACK_SECONDS, 0.0)
    return mechanic_events(
        context,
        Moves(
            player=np.array([change.leaver for change in changes], dtype=np.int64),
            start=samples.frame[[change.sample for change in changes]],
            end=samples.frame[end],
            kind=kinds,
            strength=quick,
            confidence=0.6,
            is_success=[kind == ROTATED for kind in kinds],
            evidence={
                "mate": np.array([change.mate for change in changes], dtype=np.int64),
                "seconds": seconds,
            },
        ),
    )


def _changes(first: NDArray[np.int32]) -> list[_Change]:
    at = np.flatnonzero((first[1:] != first[:-1]) & (first[1:] >= 0) & (first[:-1] >= 0)) + 1
    return [_Change(one, int(first[one - 1]), int(first[one])) for one in at.tolist()]


def _was_committed(samples: Snapshots, change: _Change) -> bool:
    """Near the ball shortly before; a demolished man has not left by himself."""
    begin = max(change.sample - round(COMMITTED_SECONDS * SAMPLES_PER_SECOND), 0)
    near = samples.ball_distance[change.leaver, begin : change.sample] <= COMMITTED_UU
    live = samples.is_live[begin : change.sample]
    return bool(samples.present[change.leaver, change.sample] and (near & live).any())


def _outcome(
    samples: Snapshots, men: Roles, change: _Change, played: int, side: int
) -> tuple[str, int, float]:
    """Kind, the sample in which it was decided, and the seconds until he was back."""
    begin = change.sample
    end = min(begin + round(BACK_SECONDS * SAMPLES_PER_SECOND) + 1, len(samples.frame))
    live = samples.is_live[begin:end]
    over = int(np.argmin(live)) if not live.all() else len(live)
    back = _first(men.deepest[side, begin : begin + over] == change.leaver)
    # Once the mate has played the ball, the leaver may be next to it by the mate's doing.
    again = _first(men.first[side, begin : min(begin + over, played)] == change.leaver)
    if back is not None and (again is None or back <= again):
        return ROTATED, begin + back, float(samples.clock[begin + back] - samples.clock[begin])
    if again is not None:
        return CUT_IN, begin + again, np.nan
    return STAYED, begin + max(over - 1, 0), np.nan


def _mates_touch(samples: Snapshots, touches: Events, change: _Change) -> int:
    """Sample of the next touch by the mate who came; beyond the last if there is none."""
    begin = int(np.searchsorted(touches.frame, samples.frame[change.sample]))
    his = np.flatnonzero(touches.player[begin:] == change.mate)
    if len(his) == 0:
        return len(samples.frame)
    return int(samples.at(touches.frame[begin + his[:1]])[0])


def _first(holds: NDArray[np.bool_]) -> int | None:
    return int(np.argmax(holds)) if holds.any() else None
