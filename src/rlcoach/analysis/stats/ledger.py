"""A boost ledger per player: start + pickups + respawns - used = end, and what does not add up.

Unlike ballchasing's sums, which see only the amounts that were sent, this one counts what pads
gave although the boost was burned at once, and what boosting burned between two amounts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.boost import PAD_MATCH_FRAMES, nearest
from rlcoach.analysis.stats.walk import BoostWalk, Values, ratio

BIG_PAD, SMALL_PAD = 100.0, 12.0

BURN_PER_SECOND = 100.0 / 3.0
"""A full tank lasts 3.0 s; regression over 2,259 real boost spans gives 33.26 per second."""

LEAD_FRAMES = 3
"""A pad's update comes up to two frames after the boost it gave."""

_BOTH = (Scope.PLAYER, Scope.TEAM)


def _entry(
    name: str, label: str, formula: str, direction: Direction = Direction.NEUTRAL
) -> StatDefinition:
    return StatDefinition(
        key=f"boost.{name}",
        label=label,
        unit=Unit.BOOST,
        direction=direction,
        formula=formula,
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=Confidence.HIGH,
        scopes=_BOTH,
        thresholds={"burn_per_second": BURN_PER_SECOND},
        events=("pickup",),
        decimals=1,
    )


DEFINITIONS: tuple[StatDefinition, ...] = (
    _entry(
        "used",
        "Boost used",
        "Time boosting at 33.3 per second, no more than the tank held.",
    ),
    _entry(
        "gained",
        "Boost gained from pads",
        "What each pad gave: 100 or 12, or what was missing to 100. Pads taken while boosting "
        "count, unlike in the collected amount; rises that no pad names count as they are.",
        Direction.HIGHER,
    ),
    _entry(
        "wasted",
        "Boost wasted",
        "What pads held and the tank had no room for, pads taken at 100 included.",
        Direction.LOWER,
    ),
    _entry("ledger_start", "Ledger: start", "What the first tank held."),
    _entry(
        "ledger_respawns",
        "Ledger: respawns",
        "What new cars began with after kickoffs and demolitions, less what the old ones left.",
    ),
    _entry("ledger_end", "Ledger: end", "What the last tank held at the end."),
    _entry(
        "ledger_residual",
        "Ledger: residual",
        "Start + gained + respawns - used - end: what the file's amounts and these rules disagree "
        "on.",
    ),
    StatDefinition(
        key="boost.used_per_goal",
        label="Boost used per goal",
        unit=Unit.BOOST,
        direction=Direction.LOWER,
        formula="Boost used divided by goals; absent without a goal.",
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=Confidence.HIGH,
        decimals=1,
    ),
)


@dataclass(frozen=True)
class _Tanks:
    """First and last frame of each of a player's tanks, in order."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; none where amounts or pads are unknown or boost does not run out."""
    match = context.match
    tables = match.tables
    if not len(tables.boost.updates.frame) or not tables.match.pads or tables.match.has_own_boost:
        return {}
    players = match.players
    values: StatValues = {
        f"boost.{name}": np.full(players, np.nan)
        for name in ("ledger_start", "ledger_respawns", "ledger_end", "ledger_residual")
    }
    values["boost.used"] = _used(match)
    values["boost.gained"], values["boost.wasted"] = _gained(match, context.walk.boost)
    for player in range(players):
        amount = tables.boost.amount[player].astype(np.float64)
        tanks = _tanks(amount, tables.cars.life[player])
        if not len(tanks.first):
            values["boost.used"][player] = np.nan
            continue
        begun, left = amount[tanks.first], amount[tanks.last]
        values["boost.ledger_start"][player] = begun[0]
        values["boost.ledger_respawns"][player] = begun[1:].sum() - left[:-1].sum()
        values["boost.ledger_end"][player] = left[-1]
    values["boost.ledger_residual"] = (
        values["boost.ledger_start"]
        + values["boost.gained"]
        + values["boost.ledger_respawns"]
        - values["boost.used"]
        - values["boost.ledger_end"]
    )
    goals = np.array([board.goals for board in context.boards], dtype=np.float64)
    values["boost.used_per_goal"] = ratio(values["boost.used"], goals)
    return values


def _used(match: MatchContext) -> Values:
    """[player] what boosting burned, frame by frame, no more than the tank held."""
    boost = match.tables.boost
    held = boost.amount[:, :-1].astype(np.float64)
    burn = boost.is_active[:, 1:] * (match.tables.frames.delta[1:] * BURN_PER_SECOND)
    known = ~np.isnan(held) & ~np.isnan(boost.amount[:, 1:])
    used: Values = np.where(known, np.minimum(np.nan_to_num(held), burn), 0.0).sum(axis=1)
    return used


def _gained(match: MatchContext, walk: BoostWalk) -> tuple[Values, Values]:
    """[player] what pads gave, and what they held beyond that."""
    pickups = match.tables.pickups
    big = np.array([pad.is_big for pad in match.tables.match.pads], dtype=bool)
    gained, wasted = np.zeros(match.players), np.zeros(match.players)
    for player in range(match.players):
        taken = np.flatnonzero((pickups.player == player) & (pickups.pad >= 0))
        rises = np.flatnonzero((walk.updates.player == player) & (walk.rise > 0))
        frame, risen = pickups.frame[taken], walk.updates.frame[rises]
        holds = np.where(big[pickups.pad[taken]], BIG_PAD, SMALL_PAD)
        at, unnamed = _paired(frame, risen)
        room = _room(match.tables.boost.amount[player], at)
        gain = np.minimum(holds, room)
        gained[player] = gain.sum() + walk.rise[rises][unnamed].sum()
        wasted[player] = (holds - gain).sum()
    return gained, wasted


def _paired(
    taken: NDArray[np.int32], risen: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """When each pad's boost came in, and which rises no pad names.

    A rise belongs to the nearest pickup within 12 frames; a pad whose boost was burned at once
    has none, and came in when its own update says.
    """
    at = taken.astype(np.int64)
    if not len(taken) or not len(risen):
        return at, np.ones(len(risen), dtype=bool)
    near = nearest(risen, taken)
    unnamed = np.abs(taken[near] - risen) > PAD_MATCH_FRAMES
    at[near[~unnamed]] = risen[~unnamed]
    return at, unnamed


def _room(amount: NDArray[np.float32], at: NDArray[np.int64]) -> Values:
    """What the tank had room for just before `at`: the least of the last frames held no pad."""
    lead = np.maximum(at[:, None] - np.arange(LEAD_FRAMES, -1, -1), 0)
    held = amount[lead].astype(np.float64)
    room: Values = 100.0 - np.where(np.isnan(held), 100.0, held).min(axis=1, initial=100.0)
    return room


def _tanks(amount: Values, life: NDArray[np.int32]) -> _Tanks:
    known = ~np.isnan(amount)
    before, after = np.append(-1, life[:-1]), np.append(life[1:], -1)
    was_known, stays_known = np.append(False, known[:-1]), np.append(known[1:], False)
    first = known & (~was_known | (life != before))
    last = known & (~stays_known | (life != after))
    return _Tanks(np.flatnonzero(first), np.flatnonzero(last))
