"""Boost pads taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events

Floats = NDArray[np.float64]

BIG_PAD, SMALL_PAD = 100.0, 12.0
"""What a pad gives an empty tank."""

MATCH_FRAMES = 12
"""The amount and the pad are sent within this many frames of each other, mostly within two."""

FULL = 99.9
"""An amount of 255 of 255 as a percentage, float noise allowed."""

RAW_PER_PERCENT = 2.55

DEFINITION = EventDefinition(
    key="pickup",
    label="Boost pickup",
    summary="A boost pad was taken.",
    approach="The pad's own update, with the car it names; amounts from the next amount sent for"
    " that car that rose, within twelve frames.",
    limits="On maps with a layout of their own the pad, and so its size and side, is unknown. A pad"
    " whose boost was burned at once shows no amounts, nor does a match of before 2016-04.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "pad": EventField(unit=Unit.NONE, about="number of the pad in the map's layout, or -1"),
        "is_big": EventField(unit=Unit.NONE, about="a full-boost pad; null where unknown"),
        "is_stolen": EventField(unit=Unit.NONE, about="in the opponent's half; null where unknown"),
        "before": EventField(unit=Unit.BOOST, about="in the tank before; null where unknown"),
        "after": EventField(unit=Unit.BOOST, about="in the tank after; null where unknown"),
        "gain": EventField(unit=Unit.BOOST, about="what it gave; null where unknown"),
        "overfill": EventField(
            unit=Unit.BOOST, about="what did not fit; null where gain or size is unknown"
        ),
    },
    thresholds={"match_frames": MATCH_FRAMES, "big_pad": BIG_PAD, "small_pad": SMALL_PAD},
)


@dataclass(frozen=True)
class _Amounts:
    """[pickup] the tank around it."""

    before: Floats
    after: Floats


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All pickups by players."""
    del found
    pickups = context.tables.pickups
    layout = context.tables.match.pads
    rows = np.flatnonzero(pickups.player >= 0)
    player, pad, frame = pickups.player[rows], pickups.pad[rows], pickups.frame[rows]
    big: list[bool | None] = []
    stolen: list[bool | None] = []
    for one, who in zip(pad.tolist(), player.tolist(), strict=True):
        big.append(layout[one].is_big if one >= 0 else None)
        stolen.append(bool(layout[one].y * context.sign[who] > 0) if one >= 0 else None)
    amounts = _amounts(context, player, frame)
    sizes = {True: BIG_PAD, False: SMALL_PAD, None: np.nan}
    nominal = np.array([sizes[one] for one in big], dtype=np.float64)
    gain = amounts.after - amounts.before
    overfill = np.where(amounts.after >= FULL, np.maximum(nominal - gain, 0.0), 0.0)
    return Events(
        frame=frame,
        player=player,
        position=pickups.position[rows],
        fields={
            "pad": pad,
            "is_big": big,
            "is_stolen": stolen,
            "before": amounts.before,
            "after": amounts.after,
            "gain": gain,
            "overfill": np.where(np.isnan(gain + nominal), np.nan, overfill),
        },
    )


def _amounts(
    context: MatchContext, player: NDArray[np.int32], frame: NDArray[np.int32]
) -> _Amounts:
    """The tank before and after each pickup; NaN where no amount was sent for it."""
    updates, tank = context.tables.boost.updates, context.tables.boost.amount
    before, after = np.full(len(player), np.nan), np.full(len(player), np.nan)
    if len(updates.frame) == 0 or len(player) == 0:
        return _Amounts(before, after)
    rises = _rises(context)
    keys = _key(context, updates.player[rises], updates.frame[rises])
    order = np.argsort(keys, kind="stable")
    keys, rises = keys[order], rises[order]
    wanted = _key(context, player, frame)
    spot = np.searchsorted(keys, wanted)
    previous, following = np.maximum(spot - 1, 0), np.minimum(spot, len(keys) - 1)
    if len(keys):
        is_later = np.abs(keys[following] - wanted) <= np.abs(keys[previous] - wanted)
        nearest = np.where(is_later, following, previous)
        distance = np.abs(keys[nearest] - wanted)
        # One rise is one pad's: of several pickups near it, the nearest has it.
        by_distance = np.argsort(distance, kind="stable")
        _, closest = np.unique(nearest[by_distance], return_index=True)
        matched = np.zeros(len(wanted), dtype=bool)
        matched[by_distance[closest]] = True
        matched &= distance <= MATCH_FRAMES
        row = rises[nearest[matched]]
        after[matched] = updates.amount[row] / RAW_PER_PERCENT
        just_before = np.maximum(updates.frame[row] - 1, 0)
        before[matched] = np.minimum(tank[updates.player[row], just_before], after[matched])
    # A pad taken with a full tank changes no amount: older files send nothing at all.
    held = tank[player, np.maximum(frame - 1, 0)]
    full = np.isnan(after) & (held >= FULL)
    before[full] = after[full] = 100.0
    return _Amounts(before, after)


def _rises(context: MatchContext) -> NDArray[np.intp]:
    """Rows of the boost updates that follow a pickup: the amount or the count of grants rose."""
    updates = context.tables.boost.updates
    order = np.argsort(updates.life, kind="stable")
    life, amount, grants = updates.life[order], updates.amount[order], updates.grants[order]
    same = life[1:] == life[:-1]
    rose = (amount[1:] > amount[:-1]) | ((grants[1:] > grants[:-1]) & (grants[:-1] >= 0))
    return np.sort(order[1:][same & rose])


def _key(
    context: MatchContext, player: NDArray[np.int32], frame: NDArray[np.int32]
) -> NDArray[np.int64]:
    """One number per player and frame; players are farther apart than any match window."""
    return player.astype(np.int64) * (context.frames + 2 * MATCH_FRAMES) + frame
