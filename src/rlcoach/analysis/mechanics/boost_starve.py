"""Boost starves: keeping the opponents without boost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
from rlcoach.analysis.field import BLUE, ORANGE, attack_sign
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.plays import in_play, play_end
from rlcoach.analysis.spans import seconds_of, spans_of

MAX_MEAN_BOOST = 25.0
"""Of the opponents' tanks: two seconds of flight to share out (33 a second)."""

BIG_PAD_SECONDS = 10.0
"""Until a big pad is back."""

NEAR_MIDDLE_UU = 200.0
"""Beyond the middle line within which a big pad is one of the two on it: both teams' to take."""

ATTACK_SECONDS = 3.0
"""After the window, in which an attempt on goal still comes of it."""

MIN_SECONDS = 2.0
"""Shorter windows end before anybody notices them."""

DEFINITION = EventDefinition(
    key="boost_starve",
    label="Boost starve",
    summary="Kept the opponents without boost: tanks low, big pads of their half gone.",
    approach=(
        "For 2 s or more the opponents' tanks hold 25 or less on average, both big pads in the "
        "corners of their half and at least one of the two on the middle line are taken, and at "
        "least one of these by the player's team. The player is who took the last of them."
    ),
    limits=(
        "Needs the pads' places: maps with a layout of their own are left out. Small pads are not "
        "looked at. Nobody knows whether it was meant."
    ),
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="it lasted"),
        "boost": EventField(unit=Unit.BOOST, about="mean of the opponents' tanks meanwhile"),
        "taken": EventField(unit=Unit.COUNT, about="of the missing pads, by the player's team"),
    },
    thresholds={
        "max_mean_boost": MAX_MEAN_BOOST,
        "big_pad_seconds": BIG_PAD_SECONDS,
        "near_middle_uu": NEAR_MIDDLE_UU,
        "min_seconds": MIN_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.TOGETHER,
    success="the team had an attempt on goal meanwhile or within 3 s",
    is_experimental=True,
)


@dataclass(frozen=True)
class _Pads:
    """The big pads. Columns have shape [pad] or [pad, frame]."""

    y: NDArray[np.float64]
    pickup: NDArray[np.int64]
    """Row of the pickup for which the pad is missing; -1 while it is there."""


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All windows, of either team's opponents."""
    pads = _big_pads(context)
    rows = [
        window for team in (BLUE, ORANGE) for window in _windows(context, pads, found, team=team)
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    player, start, end, seconds, boost, taken, success = map(np.array, columns)
    return mechanic_events(
        context,
        Moves(
            player=player.astype(np.int64),
            start=start.astype(np.int64),
            end=end.astype(np.int64),
            kind=DEFINITION.key,
            strength=between(seconds, 0.0, BIG_PAD_SECONDS),
            confidence=between(boost, 2 * MAX_MEAN_BOOST, 0.0),
            is_success=success.astype(bool),
            evidence={"seconds": seconds, "boost": boost, "taken": taken},
        ),
    )


def _windows(
    context: MatchContext, pads: _Pads, found: Mapping[str, Events], *, team: int
) -> list[tuple[int, int, int, float, float, int, bool]]:
    """(player, first frame, last frame, seconds, boost, pads taken, success) by frame."""
    boost = _mean_boost(context, 1 - team)
    missing = pads.pickup >= 0
    in_corner = pads.y * attack_sign(1 - team) < -NEAR_MIDDLE_UU
    on_line = np.abs(pads.y) <= NEAR_MIDDLE_UU
    if in_corner.sum() == 0 or on_line.sum() == 0:
        return []
    holds = (boost <= MAX_MEAN_BOOST) & in_play(context)
    holds &= missing[in_corner].all(axis=0) & missing[on_line].any(axis=0)
    spans = spans_of(holds[None])
    seconds = seconds_of(context, spans)
    windows = []
    for row in np.flatnonzero(seconds >= MIN_SECONDS).tolist():
        first, last = int(spans.first[row]), int(spans.last[row])
        own = _own_pickups(context, pads.pickup[in_corner | on_line, first], team)
        if own:
            who = int(context.tables.pickups.player[own[-1]])
            mean = float(boost[first : last + 1].mean())
            attacked = _attacked(context, found["attempt"], team, (first, last))
            windows.append((who, first, last, float(seconds[row]), mean, len(own), attacked))
    return windows


def _big_pads(context: MatchContext) -> _Pads:
    layout, pickups = context.tables.match.pads, context.tables.pickups
    big = [number for number, pad in enumerate(layout) if pad.is_big]
    state = np.full((len(big), context.frames), -1, dtype=np.int64)
    back = np.searchsorted(context.clock, context.clock[pickups.frame] + BIG_PAD_SECONDS)
    # A kickoff brings all pads back.
    until = np.minimum(back, play_end(context, pickups.frame) + 1)
    spot = {number: row for row, number in enumerate(big)}
    for row, (pad, first, end) in enumerate(
        zip(pickups.pad.tolist(), pickups.frame.tolist(), until.tolist(), strict=True)
    ):
        if pad in spot:
            state[spot[pad], first:end] = row
    return _Pads(np.array([layout[number].y for number in big], dtype=np.float64), state)


def _mean_boost(context: MatchContext, team: int) -> NDArray[np.float64]:
    """[frame] mean of the team's tanks; infinite without a car."""
    there = context.tables.cars.present & (context.team == team)[:, None]
    there &= ~np.isnan(context.tables.boost.amount)
    total = np.where(there, context.tables.boost.amount, 0.0).sum(axis=0)
    cars = there.sum(axis=0)
    mean: NDArray[np.float64] = np.where(cars > 0, total / np.maximum(cars, 1), np.inf)
    return mean


def _own_pickups(context: MatchContext, missing: NDArray[np.int64], team: int) -> list[int]:
    """Pickups by a team among those for which pads are missing, by time."""
    who = context.tables.pickups.player
    return [row for row in sorted(missing.tolist()) if row >= 0 and _is_of(context, who[row], team)]


def _is_of(context: MatchContext, player: np.int32, team: int) -> bool:
    return bool(player >= 0 and context.team[player] == team)


def _attacked(context: MatchContext, attempts: Events, team: int, span: tuple[int, int]) -> bool:
    """Whether a team had an attempt on goal from one frame until soon after another."""
    until = np.searchsorted(context.clock, context.clock[span[1]] + ATTACK_SECONDS)
    inside = (attempts.frame >= span[0]) & (attempts.frame <= until)
    return bool((context.team[attempts.player[inside]] == team).any())
