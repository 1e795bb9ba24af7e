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
        "A ball that flies to the mate by itself makes him first man too. Who is cut off by a "
        "mate has not left. Time to the ball is an estimate from place, speed, boost and where "
        "the nose points."
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
        CUT_IN: "first man again before he had been back and before the mate touched the ball",
    },
    success="He was the last man back in time, which leaves the order of the team whole.",
    is_experimental=True,
)


@dataclass(frozen=True)
class _Changes:
    """First men who left. Columns have shape [change]."""

    sample: NDArray[np.int64]
    side: NDArray[np.int64]
    leaver: NDArray[np.int64]
    mate: NDArray[np.int64]

    def picked(self, keep: NDArray[np.bool_]) -> _Changes:
        return _Changes(self.sample[keep], self.side[keep], self.leaver[keep], self.mate[keep])


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All rotations, from the change of first man to the leaver's arrival."""
    samples, men = context.shared(snapshots), context.shared(roles)
    changes = _changes(men.first)
    changes = changes.picked(_was_committed(samples, changes))
    kind, end = _outcomes(samples, men, changes, _mates_touch(samples, found["touch"], changes))
    keep = ~_was_cut_off(changes, kind == CUT_IN, end)
    changes, kind, end = changes.picked(keep), kind[keep], end[keep]
    is_back = kind == ROTATED
    seconds = np.where(is_back, samples.clock[end] - samples.clock[changes.sample], np.nan)
    return mechanic_events(
        context,
        Moves(
            player=changes.leaver,
            start=samples.frame[changes.sample],
            end=samples.frame[end],
            kind=kind.tolist(),
            strength=between(np.nan_to_num(seconds, nan=BACK_SECONDS), BACK_SECONDS, 0.0),
            confidence=0.6,
            is_success=is_back,
            evidence={"mate": changes.mate, "seconds": seconds},
        ),
    )


def _changes(first: NDArray[np.int32]) -> _Changes:
    is_change = (first[:, 1:] != first[:, :-1]) & (first[:, 1:] >= 0) & (first[:, :-1] >= 0)
    side, before = np.nonzero(is_change)
    leaver, mate = first[side, before], first[side, before + 1]
    return _Changes(before + 1, side, leaver.astype(np.int64), mate.astype(np.int64))


def _was_committed(samples: Snapshots, changes: _Changes) -> NDArray[np.bool_]:
    """[change] near the ball shortly before; a demolished man has not left by himself."""
    back = np.arange(1, round(COMMITTED_SECONDS * SAMPLES_PER_SECOND) + 1)
    at = np.maximum(changes.sample[:, None] - back, 0)
    near = samples.ball_distance[changes.leaver[:, None], at] <= COMMITTED_UU
    was_near: NDArray[np.bool_] = (near & samples.is_live[at]).any(axis=1)
    return was_near & samples.present[changes.leaver, changes.sample]


def _mates_touch(samples: Snapshots, touches: Events, changes: _Changes) -> NDArray[np.int64]:
    """[change] sample of the next touch by the mate who came; beyond the last for none."""
    touched, never = samples.at(touches.frame), len(samples.frame)
    later = (touched >= changes.sample[:, None]) & (touches.player == changes.mate[:, None])
    played: NDArray[np.int64] = np.where(later, touched, never).min(axis=1, initial=never)
    return played


def _outcomes(
    samples: Snapshots, men: Roles, changes: _Changes, played: NDArray[np.int64]
) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """Kind of each change, and the sample in which it was decided."""
    ahead = np.arange(round(BACK_SECONDS * SAMPLES_PER_SECOND) + 1)
    at = np.minimum(changes.sample[:, None] + ahead, max(len(samples.frame) - 1, 0))
    goes_on = np.logical_and.accumulate(samples.is_live[at], axis=1)
    leaver, side = changes.leaver[:, None], changes.side[:, None]
    is_last = (men.deepest[side, at] == leaver) & goes_on
    # Once the mate has played the ball, the leaver may be next to it by the mate's doing.
    is_first = (men.first[side, at] == leaver) & goes_on & (at < played[:, None])
    never = len(ahead)
    back = np.where(is_last.any(axis=1), is_last.argmax(axis=1), never)
    again = np.where(is_first.any(axis=1), is_first.argmax(axis=1), never)
    over = np.maximum(goes_on.sum(axis=1) - 1, 0)
    rotated, cut_in = (back < never) & (back <= again), again < back
    kind = np.select([rotated, cut_in], [ROTATED, CUT_IN], default=STAYED)
    decided = np.select([rotated, cut_in], [back, again], default=over)
    return kind, at[np.arange(len(at)), decided]


def _was_cut_off(
    changes: _Changes, is_cut_in: NDArray[np.bool_], end: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[change] the leaver did not leave: the mate before him cut back in, in that very moment."""
    cut_off, moment = changes.mate[is_cut_in], end[is_cut_in]
    same = (changes.leaver[:, None] == cut_off) & (changes.sample[:, None] == moment)
    result: NDArray[np.bool_] = same.any(axis=1)
    return result
