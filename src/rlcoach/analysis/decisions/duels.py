"""Duels: what came of each challenge."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.contests import Contests, contests
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
from rlcoach.analysis.events.fifty_fifties import outcome
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.plays import play_number
from rlcoach.analysis.vectors import dot

CONTEST_SECONDS = 0.2
"""Touches of both teams this close are one contest (as in a 50/50): the next touch decides."""

OUTCOME_SECONDS = 2.0
"""Who touches next within this has won the ball; later it had been loose, and the
ball's way decides as after a 50/50."""

PULL_OUT_UU = 300.0
"""A challenger who never came this near the ball ..."""

PULL_OUT_SECONDS = 0.6
"""... and within this time ..."""

PULL_OUT_SHARE = 0.25
"""... had given up all but this share of his speed at it, was faking."""

WON, LOST, NEUTRAL, FAKED = "won", "lost", "neutral", "faked"

DEFINITION = EventDefinition(
    key="duel",
    label="Duel",
    summary="Challenged an opponent on the ball: won, lost, open, or only pretended.",
    approach=(
        "Of each challenge: touches of both teams within 0.2 s of one another are the contest; "
        "the team that touches next within 2 s won it; where nobody does, the team toward whose "
        "attack the ball goes, as after a 50/50. Who turned away 300 uu or more from the ball "
        "without touching it faked."
    ),
    limits="Follows the kind `challenge`: who comes from farther than 1,000 uu is no challenger.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "opponent": EventField(unit=Unit.NONE, about="row of the player on the ball"),
        "distance": EventField(unit=Unit.UU, about="from the ball at the opponent's touch"),
        "closing": EventField(unit=Unit.UU_PER_SECOND, about="toward the ball then"),
    },
    thresholds={
        "contest_seconds": CONTEST_SECONDS,
        "outcome_seconds": OUTCOME_SECONDS,
        "pull_out_uu": PULL_OUT_UU,
        "pull_out_seconds": PULL_OUT_SECONDS,
        "pull_out_share": PULL_OUT_SHARE,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds={
        WON: "the own team had the next touch, or the ball went its way",
        LOST: "the opponents had the next touch, or the ball went their way",
        NEUTRAL: "nobody touched for 2 s and the ball went neither way",
        FAKED: "turned away before the ball",
    },
    success="Won; failed where lost.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """One event per challenge, from the opponent's touch to the touch that decided."""
    touches, samples = found["touch"], context.shared(snapshots)
    met = context.shared(contests, found["challenge"], touches)
    outcomes, decided = _decisions(context, touches, met)
    faked = _pulled_out(samples, met)
    kinds = [
        FAKED if is_fake else kind for is_fake, kind in zip(faked.tolist(), outcomes, strict=True)
    ]
    return mechanic_events(
        context,
        Moves(
            player=met.player,
            start=met.frame,
            end=touches.frame[decided],
            kind=kinds,
            strength=between(met.closing, 400.0, 2300.0),
            confidence=between(met.arrival_seconds, 1.5, 0.0),
            is_success=[{WON: True, LOST: False}.get(kind) for kind in kinds],
            evidence={
                "opponent": met.opponent,
                "distance": met.distance,
                "closing": met.closing,
            },
        ),
    )


def _decisions(
    context: MatchContext, touches: Events, met: Contests
) -> tuple[list[str], NDArray[np.int64]]:
    """Outcome per challenge, and the touch that decided."""
    time = touches.column("contact_time").astype(np.float64)
    team, play = context.team[touches.player], context.shared(play_number)[touches.frame]
    linked = (np.diff(time) <= CONTEST_SECONDS) & (play[1:] == play[:-1]) & (team[1:] != team[:-1])
    breaks = np.flatnonzero(~np.append(linked, False))
    last = breaks[np.searchsorted(breaks, met.touch)]
    after = np.minimum(last + 1, max(len(time) - 1, 0))
    follows = (after > last) & (play[after] == play[last])
    follows &= time[after] - time[last] <= OUTCOME_SECONDS
    _, opponents_way = outcome(context, touches, met.touch, last)
    own = team[after] == context.team[met.player]
    kinds: list[str] = np.select(
        [follows & own, follows, opponents_way < 0, opponents_way > 0],
        [WON, LOST, WON, LOST],
        default=NEUTRAL,
    ).tolist()
    return kinds, np.where(follows, after, last)


def _pulled_out(samples: Snapshots, met: Contests) -> NDArray[np.bool_]:
    """[challenge] the player gave up his way to the ball well before it, and did not touch it."""
    begin = samples.at(met.frame)
    steps = np.arange(round(PULL_OUT_SECONDS * SAMPLES_PER_SECOND) + 1)
    at = np.minimum(begin[:, None] + steps, max(len(samples.frame) - 1, 0))
    player = met.player[:, None]
    nearest = np.nan_to_num(samples.ball_distance[player, at], nan=np.inf).min(
        axis=1, initial=np.inf
    )
    later = dot(samples.velocity[met.player, at[:, -1]].astype(np.float64), met.toward)
    gave_up = later <= PULL_OUT_SHARE * met.closing
    untouched = met.own_next_seconds > 1.0
    goes_on = samples.is_live[at].all(axis=1)
    result: NDArray[np.bool_] = gave_up & untouched & goes_on & (nearest >= PULL_OUT_UU)
    return result
