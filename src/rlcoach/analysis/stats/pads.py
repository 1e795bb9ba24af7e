"""Boost pads by the pads' own updates, boost used, and what did not fit into the tank.

Beside ballchasing's boost statistics, which see a pad only where the amount sent rose: here every
pad that says it was taken counts, but not those taken between a goal and the next kickoff.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.events.pickups import RAW_PER_PERCENT
from rlcoach.analysis.stats.base import StatContext, StatValues

_PADS = {
    "pads.big": ("Big pads taken", "Full-boost pads taken, also those that gave nothing."),
    "pads.small": ("Small pads taken", "Small pads taken, also those that gave nothing."),
    "pads.big_stolen": ("Big pads stolen", "Full-boost pads taken in the opponent's half."),
    "pads.small_stolen": (
        "Small pads stolen",
        "Small pads taken in the opponent's half; those on the middle line count for neither.",
    ),
}


def _definition(
    key: str, label: str, formula: str, direction: Direction, mask: Mask
) -> StatDefinition:
    unit = Unit.COUNT if key in _PADS else Unit.BOOST
    return StatDefinition(
        key=key,
        label=label,
        unit=unit,
        direction=direction,
        formula=formula,
        mask=mask,
        source="rlcoach",
        confidence=Confidence.HIGH,
        scopes=(Scope.PLAYER, Scope.TEAM),
        events=("pickup",),
        decimals=0 if unit is Unit.COUNT else 2,
    )


DEFINITIONS: tuple[StatDefinition, ...] = (
    *(
        _definition(key, label, formula, Direction.HIGHER, Mask.ACTIVE)
        for key, (label, formula) in _PADS.items()
    ),
    _definition(
        "pads.overfill",
        "Boost that did not fit",
        "What pads gave beyond a full tank, pads taken with a full one included.",
        Direction.LOWER,
        Mask.ACTIVE,
    ),
    _definition(
        "boost.used",
        "Boost used",
        "Sum of the falls of the amounts sent, and of what was burned between the last amount sent"
        " before a pad and the pad.",
        Direction.NEUTRAL,
        Mask.WHOLE,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; what the file does not tell is absent."""
    pickups, match = context.events["pickup"], context.match
    in_play = match.active[pickups.frame]
    big = np.array([one is True for one in pickups.fields["is_big"]], dtype=bool) & in_play
    small = np.array([one is False for one in pickups.fields["is_big"]], dtype=bool) & in_play
    stolen = np.array([one is True for one in pickups.fields["is_stolen"]], dtype=bool)
    values: StatValues = {}
    if (big | small).any() or len(match.tables.match.pads):
        values = {
            "pads.big": context.count(pickups.player[big]),
            "pads.small": context.count(pickups.player[small]),
            "pads.big_stolen": context.count(pickups.player[big & stolen]),
            "pads.small_stolen": context.count(pickups.player[small & stolen]),
        }
    if len(match.tables.boost.updates.frame):
        values["boost.used"] = boost_used(context)
        if values.get("pads.big") is not None:
            overfill = np.nan_to_num(pickups.column("overfill")) * in_play
            sums = np.bincount(pickups.player, weights=overfill, minlength=match.players)
            values["pads.overfill"] = sums.astype(np.float64)
    return values


def boost_used(context: StatContext) -> NDArray[np.float64]:
    """[player] boost burned, 100 being a full tank."""
    boost, players = context.match.tables.boost, context.match.players
    updates = boost.updates
    order = np.argsort(updates.life, kind="stable")
    player, frame = updates.player[order], updates.frame[order]
    amount = updates.amount[order] / RAW_PER_PERCENT
    same = updates.life[order][1:] == updates.life[order][:-1]
    fell = np.maximum(amount[:-1] - amount[1:], 0.0)
    # At a rise the tank just before it says how much was burned since the amount before.
    tank = boost.amount[player[1:], np.maximum(frame[1:] - 1, 0)].astype(np.float64)
    rose = (amount[1:] > amount[:-1]) & (frame[1:] > frame[:-1])
    burned = np.where(rose, np.maximum(amount[:-1] - np.nan_to_num(tank, nan=np.inf), 0.0), fell)
    return np.bincount(player[1:][same], weights=burned[same], minlength=players).astype(np.float64)
