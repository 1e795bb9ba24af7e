"""Kickoff approaches: how each player went into a kickoff, and whether his team won it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.kickoffs import KICKOFF_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events

SLOW_SECONDS, FAST_SECONDS = 3.0, 1.9
"""From go to the first touch: a takers' race with no boost, and with two speed flips (the median
is 2.1 s, below 1.95 s both sped)."""

FAR_UU = 2500.0
"""A straight way that is as far as a player without the ball to take gets by then."""

KINDS = {
    "speed_flip": "took it with a cancelled diagonal flip",
    "diagonal_flip": "took it with a diagonal flip",
    "front_flip": "took it with a flip straight ahead",
    "boost_in": "took it boosting, without a flip",
    "delay": "took his time to the ball: not there at the first touch",
    "fake": "was his team's nearest but did not go",
    "cheat": "followed his mate up to the ball",
    "boost_grab": "went for a boost pad",
    "other": "anything else: drove, flipped another way, stayed",
}

TAKERS = {
    "speed_flip": "speed_flip",
    "diagonal_flip": "diagonal_flip",
    "front_flip": "front_flip",
    "boost": "boost_in",
    "delay": "delay",
    "fake": "fake",
}
"""Words of `kickoff_player.approach` as kinds; those missing are `other`."""

SUPPORTERS = {"cheat": "cheat", "boost": "boost_grab"}
"""Words of `kickoff_player.support` as kinds; those missing are `other`."""

FLIPS = ("speed_flip", "diagonal_flip")

DEFINITION = EventDefinition(
    key="kickoff_approach",
    label="Kickoff approach",
    summary="How a player went into a kickoff.",
    approach=(
        "The part he had in the kickoff, kind `kickoff_player`: his first dodge and boost if he "
        "was his team's nearest, else where he went. The kind `speed_flip` says which diagonal "
        "flips are speed flips."
    ),
    limits="Wavedashes and later dodges are not looked at.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "kickoff": EventField(unit=Unit.NONE, about="number of the kickoff, from 0"),
        "is_taker": EventField(unit=Unit.NONE, about="nearest of his team at the first touch"),
        "seconds": EventField(unit=Unit.SECONDS, about="from go to the first touch by anybody"),
    },
    thresholds={"slow_seconds": SLOW_SECONDS, "fast_seconds": FAST_SECONDS, "far_uu": FAR_UU},
    modes=KICKOFF_MODES,
    family=Family.TOGETHER,
    kinds=KINDS,
    success="the team won the kickoff: the ball got well into the other half; null for a draw",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """One row per kickoff and player on the field, from go to the first touch."""
    parts, kickoffs = found["kickoff_player"], found["kickoff"]
    number = parts.column("kickoff").astype(np.int64)
    taker = parts.column("is_taker").astype(bool)
    seconds = kickoffs.column("touch_seconds").astype(np.float64)[number]
    winner = kickoffs.column("winner_team").astype(np.int64)[number]
    won = (winner == context.team[parts.player]).tolist()
    moved = parts.column("moved").astype(np.float64)
    by_race, by_way = between(seconds, SLOW_SECONDS, FAST_SECONDS), between(moved, 0.0, FAR_UU)
    end = parts.frame if parts.end_frame is None else parts.end_frame
    return mechanic_events(
        context,
        Moves(
            player=parts.player,
            start=parts.frame,
            end=end,
            kind=_kinds(parts, _speed_flips(parts, end, found.get("speed_flip"))),
            strength=np.where(taker, np.nan_to_num(by_race), by_way),
            confidence=0.8,
            is_success=[None if team < 0 else one for team, one in zip(winner, won, strict=True)],
            place=parts.position,
            evidence={"kickoff": number, "is_taker": taker, "seconds": seconds},
        ),
    )


def _kinds(parts: Events, sped: NDArray[np.bool_] | None) -> list[str]:
    kinds = []
    flips = [None] * len(parts) if sped is None else sped.tolist()
    rows = zip(parts.fields["approach"], parts.fields["support"], flips, strict=True)
    for approach, support, is_sped in rows:
        if approach in FLIPS and is_sped is not None:
            kinds.append("speed_flip" if is_sped else "diagonal_flip")
        elif approach is not None:
            kinds.append(TAKERS.get(approach, "other"))
        else:
            kinds.append(SUPPORTERS.get(support, "other"))
    return kinds


def _speed_flips(
    parts: Events, end: NDArray[np.int32], flips: Events | None
) -> NDArray[np.bool_] | None:
    """[part] whether the player began a speed flip on the way; None where nobody looked."""
    if flips is None:
        return None
    same = flips.player[None, :] == parts.player[:, None]
    same &= (flips.frame[None, :] >= parts.frame[:, None]) & (flips.frame[None, :] <= end[:, None])
    sped: NDArray[np.bool_] = same.any(axis=1)
    return sped
