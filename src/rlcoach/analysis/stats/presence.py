"""When players were on the field, and whether the motion the file holds is sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.vectors import length

LONGEST_GAP_SECONDS = 0.2
"""Between two bodies that are compared; longer gaps hide turns and bounces."""

DRIVING_UU_PER_S, DRIVING_Z_UU = 500.0, 25.0
"""A car that drives: slower ones turn on the spot, higher ones are in the air."""

LEAST_UPDATES = 50
"""Below this many bodies to look at there is no number."""

SAMPLES = 4000
"""Bodies looked at, evenly over the match: enough for every player, and cheap."""


def _definition(key: str, label: str, unit: Unit, formula: str, decimals: int) -> StatDefinition:
    return StatDefinition(
        key=key,
        label=label,
        unit=unit,
        direction=Direction.NEUTRAL,
        formula=formula,
        mask=Mask.WHOLE,
        source="rlcoach",
        confidence=Confidence.HIGH,
        decimals=decimals,
    )


DEFINITIONS: tuple[StatDefinition, ...] = (
    _definition(
        "presence.joined",
        "On the field from",
        Unit.SECONDS,
        "First moment with a car, in seconds since the recording began; goal replays and other"
        " jumps of the recording do not count.",
        2,
    ),
    _definition(
        "presence.left",
        "On the field until",
        Unit.SECONDS,
        "Last moment with a car, on the same clock.",
        2,
    ),
    _definition(
        "motion.agreement",
        "Way against speed",
        Unit.NONE,
        "The way from each update of the car to the next, in the direction of its velocity, against"
        " speed times time, summed above 500 uu/s. Times are those of frames, so single updates"
        " differ by half; the sum is near 1 unless the file is damaged.",
        3,
    ),
    _definition(
        "motion.alignment",
        "Nose to travel",
        Unit.SHARE,
        "Median cosine between where the car points and where it goes, on the ground above 500"
        " uu/s, backward driving turned round. Near 1 unless the file is damaged.",
        3,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    joined, left = _presence(context)
    agreement, alignment = _motion(context)
    return {
        "presence.joined": joined,
        "presence.left": left,
        "motion.agreement": agreement,
        "motion.alignment": alignment,
    }


def _presence(context: StatContext) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    match = context.match
    joined, left = np.full(match.players, np.nan), np.full(match.players, np.nan)
    for player, present in enumerate(match.tables.cars.present):
        seen = np.flatnonzero(present)
        if len(seen):
            joined[player], left[player] = match.clock[seen[0]], match.clock[seen[-1]]
    return joined, left


def _motion(context: StatContext) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    tables, players = context.match.tables, context.match.players
    updates = tables.car_updates
    agreement, alignment = np.full(players, np.nan), np.full(players, np.nan)
    if len(updates.frame) == 0:
        return agreement, alignment
    rows = np.arange(0, len(updates.frame) - 1, max(1, len(updates.frame) // SAMPLES))
    owner, velocity, after = (
        updates.player[rows],
        updates.velocity[rows],
        updates.velocity[rows + 1],
    )
    speed = length(velocity)
    gap = tables.frames.time[updates.frame[rows + 1]] - tables.frames.time[updates.frame[rows]]
    pairs = (updates.life[rows + 1] == updates.life[rows]) & (gap > 0)
    pairs &= (gap <= LONGEST_GAP_SECONDS) & (speed > DRIVING_UU_PER_S)
    mean = (velocity + after) / 2
    pace = length(mean)
    moved = updates.position[rows + 1] - updates.position[rows]
    way = np.einsum("ux,ux->u", moved, mean) / np.maximum(pace, 1.0)
    expected = pace * gap

    drives = (speed > DRIVING_UU_PER_S) & (updates.position[rows, 2] < DRIVING_Z_UU)
    x, y, z, w = updates.rotation[rows].T
    nose = np.stack((1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)), axis=1)
    cosine = np.abs(np.einsum("ux,ux->u", nose, velocity)) / np.maximum(speed, 1.0)
    for player in range(players):
        mine = pairs & (owner == player)
        if np.count_nonzero(mine) >= LEAST_UPDATES:
            agreement[player] = way[mine].sum() / expected[mine].sum()
        ahead = drives & (owner == player)
        if np.count_nonzero(ahead) >= LEAST_UPDATES:
            alignment[player] = float(np.median(cosine[ahead]))
    return agreement, alignment
