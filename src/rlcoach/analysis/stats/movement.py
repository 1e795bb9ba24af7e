"""Speed, height and powerslides, as ballchasing counts them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Direction, StatDefinition, Unit
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.parity import PER_UPDATE, family, parity, shares, summed
from rlcoach.analysis.stats.walk import (
    GROUND_Z_UU,
    UpdateWalk,
    Values,
    length,
    ratio,
    share,
    sums_by,
)

SLOW_UU_PER_S = 1410.0
"""Fitted: 1407 to 1410, the fastest a car gets on throttle alone."""

SUPERSONIC_UU_PER_S = 2200.0
"""Fitted: 2198 to 2201; no rule that keeps the state below it."""

HIGH_AIR_Z_UU = 840.0
"""Fitted: 832 to 842."""

MAX_SPEED_UU_PER_S = 2300.0

_UP, _DOWN, _EVEN = Direction.HIGHER, Direction.LOWER, Direction.NEUTRAL

_SPEED = family(
    summed(
        "movement.time_slow_speed",
        "Time at slow speed",
        Unit.SECONDS,
        _DOWN,
        f"Time below 1410 uu/s. {PER_UPDATE}",
        thresholds={"slow_uu_per_s": SLOW_UU_PER_S},
    ),
    summed(
        "movement.time_boost_speed",
        "Time at boost speed",
        Unit.SECONDS,
        _EVEN,
        f"Time from 1410 to below 2200 uu/s. {PER_UPDATE}",
        thresholds={"slow_uu_per_s": SLOW_UU_PER_S, "supersonic_uu_per_s": SUPERSONIC_UU_PER_S},
    ),
    summed(
        "movement.time_supersonic_speed",
        "Time supersonic",
        Unit.SECONDS,
        _UP,
        f"Time at 2200 uu/s or faster. {PER_UPDATE}",
        thresholds={"supersonic_uu_per_s": SUPERSONIC_UU_PER_S},
    ),
)

_HEIGHT = family(
    summed(
        "movement.time_ground",
        "Time on the ground",
        Unit.SECONDS,
        _EVEN,
        f"Time with the car's centre no higher than 20 uu. {PER_UPDATE}",
        thresholds={"ground_z_uu": GROUND_Z_UU},
    ),
    summed(
        "movement.time_low_air",
        "Time low in the air",
        Unit.SECONDS,
        _EVEN,
        f"Time above 20 and below 840 uu, walls included. {PER_UPDATE}",
        thresholds={"ground_z_uu": GROUND_Z_UU, "high_air_z_uu": HIGH_AIR_Z_UU},
    ),
    summed(
        "movement.time_high_air",
        "Time high in the air",
        Unit.SECONDS,
        _EVEN,
        f"Time at 840 uu or higher. {PER_UPDATE}",
        thresholds={"high_air_z_uu": HIGH_AIR_Z_UU},
    ),
)

DEFINITIONS: tuple[StatDefinition, ...] = (
    *_SPEED.values(),
    *shares(_SPEED, "the three speed bands"),
    *_HEIGHT.values(),
    *shares(_HEIGHT, "the three heights"),
    parity(
        "movement.avg_speed",
        "Average speed",
        Unit.UU_PER_SECOND,
        _UP,
        "Mean of the speed over all updates of the car, each counting once; rounded down.",
    ),
    parity(
        "movement.avg_speed_percentage",
        "Average speed of the maximum",
        Unit.PERCENT,
        _UP,
        "Average speed as a share of 2300 uu/s.",
        thresholds={"max_speed_uu_per_s": MAX_SPEED_UU_PER_S},
    ),
    summed(
        "movement.total_distance",
        "Distance driven",
        Unit.UU,
        _EVEN,
        "Sum of the straight lines between successive updates of a car; rounded down.",
    ),
    summed(
        "movement.time_powerslide",
        "Time powersliding",
        Unit.SECONDS,
        _EVEN,
        "Time with the handbrake on while the last body sent was on the ground.",
        thresholds={"ground_z_uu": GROUND_Z_UU},
    ),
    summed(
        "movement.count_powerslide",
        "Powerslides",
        Unit.COUNT,
        _EVEN,
        "How often that began. A press in the frame of take-off and a release in the frame of "
        "landing count too.",
        thresholds={"ground_z_uu": GROUND_Z_UU},
    ),
    parity(
        "movement.avg_powerslide_duration",
        "Average powerslide",
        Unit.SECONDS,
        _EVEN,
        "Time powersliding divided by the number of powerslides; 0 without any.",
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    walk = context.walk
    speed, height = walk.speed, walk.height
    values: StatValues = {
        "movement.time_slow_speed": walk.seconds(speed < SLOW_UU_PER_S),
        "movement.time_boost_speed": walk.seconds(
            (speed >= SLOW_UU_PER_S) & (speed < SUPERSONIC_UU_PER_S)
        ),
        "movement.time_supersonic_speed": walk.seconds(speed >= SUPERSONIC_UU_PER_S),
        "movement.time_ground": walk.seconds(height <= GROUND_Z_UU),
        "movement.time_low_air": walk.seconds((height > GROUND_Z_UU) & (height < HIGH_AIR_Z_UU)),
        "movement.time_high_air": walk.seconds(height >= HIGH_AIR_Z_UU),
        "movement.avg_speed": np.floor(walk.mean(speed)),
        # Positions are single precision: a whole number may come out a hair less.
        "movement.total_distance": np.floor(np.round(_distance(walk), 3)),
    }
    for kinds in (_SPEED, _HEIGHT):
        whole = sum((values[key] for key in kinds), np.zeros(walk.players))
        for key in kinds:
            values[key.replace(".time_", ".percent_")] = share(values[key], whole)
    values["movement.avg_speed_percentage"] = values["movement.avg_speed"] / (
        MAX_SPEED_UU_PER_S / 100
    )
    time, count = powerslides(context.match)
    values["movement.time_powerslide"] = time
    values["movement.count_powerslide"] = count
    values["movement.avg_powerslide_duration"] = np.nan_to_num(ratio(time, count))
    return values


def _distance(walk: UpdateWalk) -> Values:
    updates = walk.match.tables.car_updates
    step = np.zeros(len(updates.frame))
    step[1:] = length(np.diff(updates.position.astype(np.float64), axis=0))
    step[1:][updates.life[1:] != updates.life[:-1]] = 0.0
    return sums_by(updates.player, step, walk.players)


def powerslides(match: MatchContext) -> tuple[Values, Values]:
    """[player] time and number of powerslides.

    The state is "handbrake on and last body on the ground and car alive" at the end of a frame.
    A press in the frame of take-off and a release in the frame of landing are slides of no
    length: they count, but last no time.
    """
    bodies, brakes = match.tables.car_updates, match.tables.handbrake_updates
    # Bodies are in order of car and file; the few brakes are put in between.
    order = np.lexsort((brakes.seq, brakes.life))
    keys = bodies.life.astype(np.int64) << 32 | bodies.seq
    spot = np.searchsorted(keys, brakes.life[order].astype(np.int64) << 32 | brakes.seq[order])
    life = np.insert(bodies.life, spot, brakes.life[order])
    frame = np.insert(bodies.frame, spot, brakes.frame[order])
    is_body = np.insert(np.ones(len(keys), dtype=bool), spot, False)
    value = np.insert(bodies.position[:, 2] <= GROUND_Z_UU, spot, brakes.is_on[order])
    on_ground, held = _last_of(value, is_body, life), _last_of(value, ~is_body, life)

    # Only the last row of a car's frame says how the frame ended.
    ends = np.ones(len(life), dtype=bool)
    ends[:-1] = (life[1:] != life[:-1]) | (frame[1:] != frame[:-1])
    life, frame, on_ground, held = life[ends], frame[ends], on_ground[ends], held[ends]
    begins = np.ones(len(life), dtype=bool)
    begins[1:] = life[1:] != life[:-1]
    alive = frame < _end_of_life(match, life)
    sliding = on_ground & held & alive
    was_sliding, was_held, was_grounded = (
        np.append(False, column[:-1]) & ~begins for column in (sliding, held, on_ground)
    )
    pressed = held & ~was_held & was_grounded & ~on_ground
    released = ~held & was_held & ~was_grounded & on_ground
    begun = (sliding & ~was_sliding) | (~was_sliding & (pressed | released) & alive)

    worth = np.append(np.diff(match.clock[frame]), 0.0)
    worth[:-1][begins[1:]] = 0.0
    owner = _owner_of_life(match)[life]
    begun, lasting = begun & (owner >= 0), sliding & (owner >= 0)
    return (
        sums_by(owner[lasting], worth[lasting], match.players),
        sums_by(owner[begun], None, match.players),
    )


def _last_of(
    value: NDArray[np.bool_], chosen: NDArray[np.bool_], life: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """[row] the value of the last chosen row of the same life so far; False before one."""
    index = np.where(chosen, np.arange(len(life)), -1)
    np.maximum.accumulate(index, out=index)
    known = index >= 0
    known[known] = life[index[known]] == life[known]
    return known & value[index]


def _owner_of_life(match: MatchContext) -> NDArray[np.int32]:
    updates, brakes = match.tables.car_updates, match.tables.handbrake_updates
    size = int(max(updates.life.max(initial=-1), brakes.life.max(initial=-1))) + 1
    owner = np.full(size, -1, dtype=np.int32)
    owner[updates.life] = updates.player
    return owner


def _end_of_life(match: MatchContext, life: NDArray[np.int32]) -> NDArray[np.int32]:
    """[row] the first frame in which the row's car takes no part any more."""
    held = match.tables.cars.life
    ends = np.zeros(int(life.max(initial=-1)) + 1, dtype=np.int32)
    frame = np.arange(1, match.frames + 1, dtype=np.int32)
    for row in held:
        last = np.flatnonzero((row >= 0) & np.append(row[1:] != row[:-1], True))
        ends[row[last]] = frame[last]
    return ends[life]
