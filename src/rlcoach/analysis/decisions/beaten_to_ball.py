"""Beaten to the ball: going for a free ball that an opponent reached first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.contests import Contests, contests
from rlcoach.analysis.decisions.control import touches_next
from rlcoach.analysis.decisions.roles import roles
from rlcoach.analysis.decisions.snapshots import SAMPLES_PER_SECOND, snapshots
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
from rlcoach.analysis.plays import play_number

MAX_LATE_SECONDS = 0.75
"""Behind the opponent, at the speed he came with (subtr-actor's margin)."""

FREE_SECONDS = 1.0
"""The opponents had not touched the ball for this long, or their mate was not the last: a ball in
control is no race."""

CONTEST_SECONDS = 0.25
"""Who touches within this was there as well: a 50/50 is no loss of the race."""

BEFORE_SECONDS = 0.7
EVEN_SECONDS = 0.15
"""That long before the touch he was estimated to be there as soon as the opponent, or this much
later: a race he could have won, by half a second of dithering or of boost."""

MIN_CLOSING_UU_PER_S = 800.0
"""Closing speed of somebody who races: well above a car that rolls along."""

DEFINITION = EventDefinition(
    key="beaten_to_ball",
    label="Beaten to the ball",
    summary="Raced for a free ball and came less than 0.75 s after the opponent.",
    approach=(
        "A challenge for a ball the opponents had not touched in the second before: the player "
        "comes at 800 uu/s or more and would have been there within 0.75 s, but does not touch "
        "it within 0.25 s. Seven tenths before, the race was open: the estimates of their times to "
        "the ball differed by 0.15 s or less, or his was the shorter."
    ),
    limits="Kickoffs are counted apart. Who meant to be second, to cover, looks the same.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "opponent": EventField(unit=Unit.NONE, about="row of the player who was first"),
        "late": EventField(unit=Unit.SECONDS, about="behind him"),
    },
    thresholds={
        "max_late_seconds": MAX_LATE_SECONDS,
        "before_seconds": BEFORE_SECONDS,
        "even_seconds": EVEN_SECONDS,
        "free_seconds": FREE_SECONDS,
        "contest_seconds": CONTEST_SECONDS,
        "min_closing_uu_per_s": MIN_CLOSING_UU_PER_S,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    success="The own team had the next touch all the same.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All lost races, at the opponent's touch."""
    touches = found["touch"]
    met = context.shared(contests, found["challenge"], touches)
    rows = np.flatnonzero(
        _was_free(context, touches, met)
        & _was_open(context, met)
        & (met.arrival_seconds <= MAX_LATE_SECONDS)
        & (met.closing >= MIN_CLOSING_UU_PER_S)
        & (met.own_next_seconds > CONTEST_SECONDS)
    )
    player, frame, late = met.player[rows], met.frame[rows], met.arrival_seconds[rows]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=frame,
            end=frame,
            kind="beaten_to_ball",
            strength=between(late, 0.0, MAX_LATE_SECONDS),
            confidence=between(met.closing[rows], MIN_CLOSING_UU_PER_S / 2, 2000.0),
            is_success=touches_next(
                context, touches, met.clock[rows] + CONTEST_SECONDS, context.team[player]
            ),
            evidence={"opponent": met.opponent[rows], "late": late},
        ),
    )


def _was_free(context: MatchContext, touches: Events, met: Contests) -> NDArray[np.bool_]:
    """[challenge] the opponents did not touch in the time before the touch that beat him."""
    time = touches.column("contact_time").astype(np.float64)
    team, play = context.team[touches.player], context.shared(play_number)[touches.frame]
    since = time[met.touch][:, None] - time[None, :]
    before = (np.arange(len(time))[None, :] < met.touch[:, None]) & (since <= FREE_SECONDS)
    before &= play[None, :] == play[met.touch][:, None]
    theirs = team[None, :] == team[met.touch][:, None]
    free: NDArray[np.bool_] = ~(before & theirs).any(axis=1)
    return free


def _was_open(context: MatchContext, met: Contests) -> NDArray[np.bool_]:
    """[challenge] shortly before he could still have been first."""
    samples, men = context.shared(snapshots), context.shared(roles)
    before = samples.at(met.frame) - round(BEFORE_SECONDS * SAMPLES_PER_SECOND)
    at = np.maximum(before, 0)
    own, other = men.seconds[met.player, at], men.seconds[met.opponent, at]
    is_open: NDArray[np.bool_] = np.isfinite(own) & (own <= other + EVEN_SECONDS)
    return is_open
