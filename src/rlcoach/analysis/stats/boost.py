"""Boost as ballchasing counts it: from the amounts that were sent, never from a simulated tank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import Direction, StatDefinition, Unit
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.movement import SUPERSONIC_UU_PER_S
from rlcoach.analysis.stats.parity import family, shares, summed
from rlcoach.analysis.stats.walk import (
    ACTIVE_TIME,
    GROUND_Z_UU,
    BoostWalk,
    UpdateWalk,
    Values,
    active_time,
    length,
    mean_by,
    ratio,
    share,
    sums_by,
)

FULL_RAW = 255
QUARTER_RAW = 63.75
BIG_PAD, SMALL_PAD = 100.0, 12.0

PAD_MATCH_FRAMES = 12
"""A pad's own update comes within 12 frames of the boost it gave."""

_UP, _DOWN, _EVEN = Direction.HIGHER, Direction.LOWER, Direction.NEUTRAL

_PER_AMOUNT = (
    "Added per amount sent: the gap since the amount before goes to the quarter of the new one."
)

_QUARTERS = family(
    *(
        summed(
            f"boost.time_boost_{low}_{low + 25}",
            f"Time with {low} to {low + 25} boost",
            Unit.SECONDS,
            _EVEN,
            f"Time with the tank in this quarter. {_PER_AMOUNT}",
        )
        for low in (0, 25, 50, 75)
    )
)

_EXTREMES = family(
    summed(
        "boost.time_zero_boost",
        "Time without boost",
        Unit.SECONDS,
        _DOWN,
        "From each amount of 0 sent to the next amount of that car.",
    ),
    summed(
        "boost.time_full_boost",
        "Time with full boost",
        Unit.SECONDS,
        _EVEN,
        "From each amount of 100 sent to the next smaller one; a pad taken at 100 starts anew.",
    ),
)

_STEP = "Counted where the amount sent rose; a pad whose boost was burned at once does not show."


def _collected(name: str, label: str, where: str) -> tuple[StatDefinition, ...]:
    """Amounts and counts for all, big and small pads."""
    found = [
        summed(
            f"boost.amount_{name}",
            f"Boost {label}",
            Unit.BOOST,
            _UP,
            f"Sum of the rises from pads{where}, big and small pads rounded down apart. {_STEP}",
            events=("pickup",),
            decimals=0,
        )
    ]
    for size in ("big", "small"):
        found.append(
            summed(
                f"boost.amount_{name}_{size}",
                f"Boost {label} from {size} pads",
                Unit.BOOST,
                _UP,
                f"Sum of the rises from {size} pads{where}; rounded down. {_STEP}",
                events=("pickup",),
                decimals=0,
            )
        )
        found.append(
            summed(
                f"boost.count_{name}_{size}",
                f"{size.capitalize()} pads {label}",
                Unit.COUNT,
                _UP,
                f"Number of rises from {size} pads{where}. {_STEP}",
                events=("pickup",),
            )
        )
    return tuple(found)


DEFINITIONS: tuple[StatDefinition, ...] = (
    *_QUARTERS.values(),
    *shares(_QUARTERS, "the four quarters"),
    *_EXTREMES.values(),
    *shares(_EXTREMES, ACTIVE_TIME),
    summed(
        "boost.avg_amount",
        "Average boost",
        Unit.BOOST,
        _EVEN,
        "Mean of all amounts sent, each counting once, the 33 after a kickoff included; of a team "
        "the sum over its players.",
    ),
    *_collected("collected", "collected", ""),
    *_collected("stolen", "stolen", " in the opponent's half; pads on the line never count"),
    summed(
        "boost.amount_overfill",
        "Boost wasted by overfilling",
        Unit.BOOST,
        _DOWN,
        "Of rises that end at 100: what the pad holds (100 or 12) minus the rise. Pads taken at "
        "100 do not show.",
        events=("pickup",),
        decimals=0,
    ),
    summed(
        "boost.amount_overfill_stolen",
        "Boost wasted by overfilling, stolen pads",
        Unit.BOOST,
        _EVEN,
        "The same for pads in the opponent's half.",
        events=("pickup",),
        decimals=0,
    ),
    summed(
        "boost.bpm",
        "Boost used per minute",
        Unit.BOOST_PER_MINUTE,
        _UP,
        "Falls of the amounts sent, per minute of the four quarters; rounded down.",
        decimals=0,
    ),
    summed(
        "boost.bcpm",
        "Boost collected per minute",
        Unit.BOOST_PER_MINUTE,
        _UP,
        f"Boost collected per minute of {ACTIVE_TIME}.",
    ),
    summed(
        "boost.amount_used_while_supersonic",
        "Boost used while supersonic",
        Unit.BOOST,
        _DOWN,
        "Falls of the amounts sent while the car was at 2200 uu/s or faster on the ground; "
        "rounded down.",
        thresholds={"supersonic_uu_per_s": SUPERSONIC_UU_PER_S, "ground_z_uu": GROUND_Z_UU},
        decimals=0,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; none where the era sends no amounts."""
    walk = context.walk.boost
    if len(walk.updates.frame) == 0:
        return {}
    values: StatValues = {}
    quarter = np.minimum(walk.updates.amount // QUARTER_RAW, 3)
    for number, key in enumerate(_QUARTERS):
        values[key] = walk.seconds(quarter == number)
    was, now = walk.before, walk.updates.amount
    values["boost.time_zero_boost"] = walk.seconds((was == 0) & (now != 0))
    values["boost.time_full_boost"] = walk.seconds((was == FULL_RAW) & (now != FULL_RAW))
    whole = sum((values[key] for key in _QUARTERS), np.zeros(context.match.players))
    active = active_time(context.match)
    for key in _QUARTERS:
        values[key.replace(".time_", ".percent_")] = np.nan_to_num(share(values[key], whole))
    for key in _EXTREMES:
        values[key.replace(".time_", ".percent_")] = share(values[key], active)
    amounts = now / 2.55
    values["boost.avg_amount"] = mean_by(walk.updates.player, amounts, context.match.players)
    values |= _pads(context, walk)
    used = -walk.total(walk.rise, walk.rise < 0)
    values["boost.bpm"] = np.floor(np.nan_to_num(_per_minute(used, whole)))
    values["boost.bcpm"] = _per_minute(values["boost.amount_collected"], active)
    values["boost.amount_used_while_supersonic"] = np.floor(
        -walk.total(walk.rise, (walk.rise < 0) & _supersonic_on_ground(context.walk, walk))
    )
    return values


def _per_minute(amount: Values, seconds: Values) -> Values:
    return ratio(60 * amount, seconds)


def _supersonic_on_ground(cars: UpdateWalk, walk: BoostWalk) -> NDArray[np.bool_]:
    """[boost update] whether the car, as last sent, was supersonic on the ground."""
    bodies = cars.match.tables.cars
    at = walk.updates.player, walk.updates.frame
    is_fast: NDArray[np.bool_] = length(bodies.velocity[at]) >= SUPERSONIC_UU_PER_S
    return is_fast & (bodies.position[at][:, 2] <= GROUND_Z_UU)


@dataclass(frozen=True)
class _Rises:
    """Rises of the amount with the pads that gave them. Shape [rise]."""

    player: NDArray[np.int32]
    gain: Values
    is_full: NDArray[np.bool_]
    is_big: NDArray[np.bool_]
    is_stolen: NDArray[np.bool_]


def _pads(context: StatContext, walk: BoostWalk) -> StatValues:
    rises = _rises(context, walk)
    players = context.match.players

    def total(mask: NDArray[np.bool_], weights: Values | None = None) -> Values:
        chosen = None if weights is None else weights[mask]
        return sums_by(rises.player[mask], chosen, players)

    values: StatValues = {}
    everywhere = np.ones(len(rises.gain), dtype=bool)
    for name, where in (("collected", everywhere), ("stolen", rises.is_stolen)):
        for size, is_size in (("big", rises.is_big), ("small", ~rises.is_big)):
            # Sums like 99.99999 of exact parts must not be rounded down to 99.
            amount = np.floor(total(where & is_size, rises.gain) + 1e-6)
            values[f"boost.amount_{name}_{size}"] = amount
            values[f"boost.count_{name}_{size}"] = total(where & is_size)
        values[f"boost.amount_{name}"] = (
            values[f"boost.amount_{name}_big"] + values[f"boost.amount_{name}_small"]
        )
    nominal = np.where(rises.is_big, BIG_PAD, SMALL_PAD)
    waste = np.maximum(nominal - rises.gain, 0)
    values["boost.amount_overfill"] = np.floor(total(rises.is_full, waste))
    values["boost.amount_overfill_stolen"] = np.floor(total(rises.is_full & rises.is_stolen, waste))
    return values


def _rises(context: StatContext, walk: BoostWalk) -> _Rises:
    """Each rise with the pad that player's nearest pickup names; by its size without one."""
    rows = np.flatnonzero(walk.rise > 0)
    player, frame, gain = walk.updates.player[rows], walk.updates.frame[rows], walk.rise[rows]
    is_big = gain > SMALL_PAD + 1
    is_stolen = np.zeros(len(rows), dtype=bool)
    pickups, layout = context.match.tables.pickups, context.match.tables.match.pads
    big = np.array([pad.is_big for pad in layout], dtype=bool)
    side = np.array([pad.y for pad in layout])
    for who in range(context.match.players):
        mine = np.flatnonzero(player == who)
        taken = np.flatnonzero((pickups.player == who) & (pickups.pad >= 0))
        if not len(mine) or not len(taken):
            continue
        near = nearest(frame[mine], pickups.frame[taken])
        close = np.abs(pickups.frame[taken][near] - frame[mine]) <= PAD_MATCH_FRAMES
        pad = pickups.pad[taken][near][close]
        is_big[mine[close]] = big[pad]
        is_stolen[mine[close]] = side[pad] * context.match.sign[who] > 0
    return _Rises(player, gain, walk.updates.amount[rows] == FULL_RAW, is_big, is_stolen)


def nearest(wanted: NDArray[np.int32], known: NDArray[np.int32]) -> NDArray[np.int64]:
    """Index of the entry of ascending `known` nearest to each of `wanted`."""
    after = np.clip(np.searchsorted(known, wanted), 0, len(known) - 1)
    before = np.maximum(after - 1, 0)
    return np.where(wanted - known[before] <= known[after] - wanted, before, after)
