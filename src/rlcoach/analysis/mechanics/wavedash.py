"""Wavedashes: dodges so low that the wheels land before the car turns over."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import (
    BACK_WALL_Y_UU,
    CEILING_Z_UU,
    GOAL_HALF_WIDTH_UU,
    GOAL_HEIGHT_UU,
    SIDE_WALL_X_UU,
)
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    frame_of,
    held_frame,
    mechanic_events,
)
from rlcoach.analysis.mechanics.dodge_motion import (
    LATE_BODY_SECONDS,
    SAMPLE_SECONDS,
    START,
    DodgeMotion,
    dodge_motion,
)
from rlcoach.analysis.vectors import dot, length
from rlcoach.analysis.wheels import CORNER_SUM_UU, on_wheels

MAX_LANDING_SECONDS = 0.3
"""From the dodge to wheels on something (subtr-actor 0.35). Of the dodges of eight matches hardly
any land after 0.3 to 0.7 s: before that they are dashes, after it whole flips."""

MIN_UPRIGHT = 0.8
"""Height of the roof on the ground, soon after landing; a dodge that hits the ground with its nose
goes on to tumble."""

SETTLED_SECONDS = 0.1
"""After landing, when the car must still stand, and when its new speed is read."""

MIN_GAIN_UU_PER_S = 80.0
"""Along the surface; the dodge gives 500 and the landing takes some of it."""

FAST_UU_PER_S = 2050.0
"""From here a dash need not gain: the game's limit is 2300."""

MAX_LOSS_UU_PER_S = 100.0
"""Of a fast car; landing against a wall costs more."""

CHAIN_SECONDS = 1.4
"""From one dash to the next of a chain: up a wall 0.2 to 0.4 s, on the ground, where each needs a
jump and a fall, about one. Of 308 pauses in nine matches 38 are below this, and 2 more below 2."""

CURVE_WALL_UU, CURVE_TOP_UU = 150.0, 200.0
"""The rounded edge is steeper than 25 degrees within the first of the wall, and as good as a wall
above the second."""

OUTSIDE_UU = 60.0
"""Beyond a wall of the standard field: the map has a shape of its own."""

DEFINITION = EventDefinition(
    key="wavedash",
    label="Wavedash",
    summary="A dodge just above a surface: the wheels land at once and keep its speed.",
    approach=(
        "A dodge after which the wheels land within 0.3 s, the car stays on them, and is faster"
        " along the surface than before, or as fast as a car can be."
    ),
    limits="Dashes that only turn or stop the car are left out. Bodies come every 0.1 s: dashes"
    " within that time of each other may share one.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "chain": EventField(unit=Unit.COUNT, about="number within a chain of dashes, from 1"),
        "gain": EventField(unit=Unit.NONE, about="change of speed along the surface, uu/s"),
    },
    thresholds={
        "max_landing_seconds": MAX_LANDING_SECONDS,
        "min_upright": MIN_UPRIGHT,
        "settled_seconds": SETTLED_SECONDS,
        "min_gain_uu_per_s": MIN_GAIN_UU_PER_S,
        "fast_uu_per_s": FAST_UU_PER_S,
        "max_loss_uu_per_s": MAX_LOSS_UU_PER_S,
        "chain_seconds": CHAIN_SECONDS,
        "curve_wall_uu": CURVE_WALL_UU,
        "curve_top_uu": CURVE_TOP_UU,
    },
    family=Family.MOVEMENT,
    kinds={
        "ground": "off the floor",
        "wall": "on a wall or the ceiling",
        "curve": "onto the rounded edge between floor and wall",
    },
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All wavedashes, from the dodge to the landing."""
    del found
    motion = context.shared(dodge_motion)
    # Without a flight the car never left the reach of wheels, as in dashes up a wall.
    landing = np.where(motion.flight >= 0, motion.landing, 0.0)
    rows = np.flatnonzero(landing <= MAX_LANDING_SECONDS)
    landing = np.maximum(landing[rows], 0.0)
    settled = landing + SETTLED_SECONDS
    sample = START + np.round(settled / SAMPLE_SECONDS).astype(np.int64)
    gain, speed = _gains(motion, rows, sample)
    kind = _kinds(motion.position[rows, sample])
    is_ground = kind == "ground"
    stays = _stands(context, motion, rows, motion.seen[rows] + settled)
    stays &= ~is_ground | (motion.roof[rows, sample, 2] >= MIN_UPRIGHT)
    stays &= ~is_ground | (motion.flight[rows] >= 0)
    faster = gain >= MIN_GAIN_UU_PER_S
    kept = (speed >= FAST_UU_PER_S) & (gain >= -MAX_LOSS_UU_PER_S)
    hit = np.flatnonzero(stays & (faster | kept) & (kind != ""))
    rows, landing, gain = rows[hit], landing[hit], gain[hit]
    return mechanic_events(
        context,
        Moves(
            player=motion.player[rows],
            start=motion.frame[rows],
            end=frame_of(context, motion.seen[rows] + landing),
            kind=kind[hit].tolist(),
            strength=between(gain, 0.0, 500.0),
            confidence=between(landing, MAX_LANDING_SECONDS + LATE_BODY_SECONDS, 0.1),
            evidence={
                "chain": _chains(motion.player[rows], motion.time[rows]),
                "gain": gain,
            },
        ),
    )


def _gains(
    motion: DodgeMotion, rows: NDArray[np.int64], sample: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """[row] (change of speed along the surface the roof then points away from, speed before)."""
    normal = motion.roof[rows, sample]
    before = _along(motion.velocity[rows, START - 1], normal)
    return _along(motion.velocity[rows, sample], normal) - before, before


def _along(velocity: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.float64]:
    speed: NDArray[np.float64] = length(velocity - dot(velocity, normal)[:, None] * normal)
    return speed


def _stands(
    context: MatchContext,
    motion: DodgeMotion,
    rows: NDArray[np.int64],
    time: NDArray[np.float64],
) -> NDArray[np.bool_]:
    stands: NDArray[np.bool_] = context.shared(on_wheels)[
        motion.player[rows], held_frame(context, time)
    ]
    return stands


def _kinds(place: NDArray[np.float64]) -> NDArray[np.str_]:
    """[row] `ground`, `wall` or `curve` by where the car stands; empty beyond the field."""
    x, y, z = np.abs(place[:, 0]), np.abs(place[:, 1]), place[:, 2]
    in_mouth = (x < GOAL_HALF_WIDTH_UU) & (z < GOAL_HEIGHT_UU)
    to_back = np.where(in_mouth, BACK_WALL_Y_UU, BACK_WALL_Y_UU - y)
    to_corner = (CORNER_SUM_UU - x - y) * np.sqrt(0.5)
    wall = np.minimum(np.minimum(SIDE_WALL_X_UU - x, to_back), to_corner)
    is_high = (z >= CURVE_TOP_UU) & ((wall < CURVE_WALL_UU) | (z > CEILING_Z_UU / 2))
    return np.select(
        [wall < -OUTSIDE_UU, is_high, wall < CURVE_WALL_UU],
        ["", "wall", "curve"],
        default="ground",
    )


def _chains(player: NDArray[np.int64], time: NDArray[np.float64]) -> NDArray[np.int64]:
    """[row] the how-manieth dash in a row it is; rows by time."""
    number = np.ones(len(player), dtype=np.int64)
    latest: dict[int, tuple[float, int]] = {}
    for row, (one, moment) in enumerate(zip(player.tolist(), time.tolist(), strict=True)):
        before, count = latest.get(one, (-np.inf, 0))
        number[row] = count + 1 if moment - before <= CHAIN_SECONDS else 1
        latest[one] = (moment, int(number[row]))
    return number
