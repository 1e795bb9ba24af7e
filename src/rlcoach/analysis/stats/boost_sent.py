"""Boost used by the amounts the file sends, beside the ledger's, which goes by the time boosting.

Frame times are up to a frame off, so time boosting misses one or two percent of a full tank that
was burned at once; the amounts do not.
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
from rlcoach.analysis.events.pickups import BIG_PAD, RAW_PER_PERCENT, SMALL_PAD
from rlcoach.analysis.stats.base import StatContext, StatValues

DEFINITIONS: tuple[StatDefinition, ...] = (
    StatDefinition(
        key="boost.used_by_amount",
        label="Boost used by amounts",
        unit=Unit.BOOST,
        direction=Direction.NEUTRAL,
        formula="Sum of the falls of the amounts sent, of what was burned between the last amount"
        " before a pad and the pad, and of what pads gave that was burned before any amount was"
        " sent. Misses what was burned after the last amount of a car that a demolition or kickoff"
        " replaced.",
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=Confidence.HIGH,
        scopes=(Scope.PLAYER, Scope.TEAM),
        events=("pickup",),
        decimals=1,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; nothing where the era sends no amounts."""
    boost, players = context.match.tables.boost, context.match.players
    updates = boost.updates
    if len(updates.frame) == 0:
        return {}
    order = np.argsort(updates.life, kind="stable")
    player, frame = updates.player[order], updates.frame[order]
    amount = updates.amount[order] / RAW_PER_PERCENT
    same = updates.life[order][1:] == updates.life[order][:-1]
    fell = np.maximum(amount[:-1] - amount[1:], 0.0)
    # At a rise the tank just before it says how much was burned since the amount before.
    tank = boost.amount[player[1:], np.maximum(frame[1:] - 1, 0)].astype(np.float64)
    rose = (amount[1:] > amount[:-1]) & (frame[1:] > frame[:-1])
    burned = np.where(rose, np.maximum(amount[:-1] - np.nan_to_num(tank, nan=np.inf), 0.0), fell)
    used = np.bincount(player[1:][same], weights=burned[same], minlength=players)
    return {"boost.used_by_amount": used + _burned_at_once(context)}


def _burned_at_once(context: StatContext) -> NDArray[np.float64]:
    """[player] what pads gave whose boost no amount shows: less was left than before."""
    pickups = context.events["pickup"]
    sizes = {True: BIG_PAD, False: SMALL_PAD}
    given = np.array([sizes.get(one, 0.0) for one in pickups.fields["is_big"]], dtype=np.float64)
    given[~np.isnan(pickups.column("gain"))] = 0.0
    sums = np.bincount(pickups.player, weights=given, minlength=context.match.players)
    return sums.astype(np.float64)
