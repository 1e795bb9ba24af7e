"""What pages draw of a match: where players were, how their numbers ran, who pressed.

Pages draw these columns and never derive them anew. Everything but `Momentum` is seen by the
player: forward coordinates, y growing toward the opponent's goal (`analysis.field`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.field import BACK_WALL_Y_UU, SIDE_WALL_X_UU, forward
from rlcoach.analysis.vectors import length

Floats = NDArray[np.float64]

GRID_COLUMNS, GRID_ROWS = 32, 42
"""Cells over x and over y: squares of 256 uu on the standard field."""

GRID_HALF_LENGTH_UU = 5376.0
"""The grid ends 256 uu behind the goal line; who is deeper in a goal counts in the last row."""

_DROPSHOT_SCALE = 1.25
"""Dropshot's hexagon is 5026 uu to its corners, wider than the standard field."""

_MODES_WITHOUT_GRID = frozenset({"knockout"})
"""Arenas of another shape and four times the size."""

SAMPLE_SECONDS = 0.5
MOMENTUM_SECONDS = 1.0
MOMENTUM_WINDOW = 10
"""Seconds of play a momentum looks back over: about the length of one attack."""


@dataclass(frozen=True)
class Timeline:
    """The clock shapes run on: seconds since the first frame, the recording's jumps left out."""

    sample_frame: NDArray[np.int64]
    """[sample] the last frame at or before each multiple of `SAMPLE_SECONDS`."""
    jump_at: Floats
    """[jump] where on this clock the recording jumps."""
    jump_seconds: Floats
    """[jump] by how much."""


@dataclass(frozen=True)
class Grid:
    """Seconds of active play a player's car spent in each cell of the field."""

    half_width_uu: float
    half_length_uu: float
    seconds: Floats
    """[player, row, column]; row 0 is the own end, column 0 is the right side facing forward
    (x -4096: the game's axes are left-handed). What lies beyond counts in the outermost cells."""


@dataclass(frozen=True)
class Samples:
    """[player, sample] numbers at 2 Hz; NaN where the player has no car."""

    boost: Floats
    speed: Floats
    """uu/s."""
    ball_distance: Floats
    """uu between the centres of car and ball; NaN without ball."""
    mates_distance: Floats
    """uu, mean over the teammates who have a car; NaN where none has."""


@dataclass(frozen=True)
class Momentum:
    """[second] who pressed, seen by blue; NaN in seconds without play.

    `value` is 100 * (place + possession) / 2, averaged over the seconds of play since the kickoff,
    at most `MOMENTUM_WINDOW`: from -100, ball at blue's goal and orange's, to 100. `place` is the
    ball's y over the distance to the back wall, `possession` +1 while blue touched the ball last,
    -1 while orange did, 0 from the kickoff to the first touch.
    """

    ball_y: Floats
    """uu, mean over the second."""
    possession: Floats
    """-1 to 1, mean over the second."""
    value: Floats


@dataclass(frozen=True)
class MatchShapes:
    """All shapes of one match."""

    timeline: Timeline
    mean_position: Floats
    """[player, xyz] over active play; NaN for players without any."""
    grid: Grid | None
    """None in modes whose arena the grid does not fit."""
    samples: Samples
    momentum: Momentum | None
    """None where no ball was in play."""


def shapes_of(context: MatchContext) -> MatchShapes | None:
    """The shapes of a match; None for a recording without frames."""
    if context.frames == 0:
        return None
    timeline = _timeline(context)
    mean, grid = _places(context)
    return MatchShapes(
        timeline, mean, grid, _samples(context, timeline.sample_frame), _momentum(context)
    )


def _timeline(context: MatchContext) -> Timeline:
    clock = context.clock
    ticks = np.arange(int(clock[-1] / SAMPLE_SECONDS) + 1) * SAMPLE_SECONDS
    time = context.tables.frames.time
    gap = np.diff(time, prepend=time[:1]) - context.step
    jumps = np.flatnonzero(gap)
    return Timeline(
        sample_frame=np.searchsorted(clock, ticks, side="right") - 1,
        jump_at=clock[jumps],
        jump_seconds=gap[jumps],
    )


def _places(context: MatchContext) -> tuple[Floats, Grid | None]:
    """Mean places, and the grid: each frame weighs the time since the one before."""
    cars = context.tables.cars
    play = np.flatnonzero(context.active & (context.step > 0))
    step = context.step[play]
    width, length = _grid_extent(context.mode)
    mean = np.full((context.players, 3), np.nan)
    held = np.zeros((context.players, GRID_ROWS * GRID_COLUMNS))
    # Player by player: what is computed on the way stays in the processor's cache.
    for player, sign in enumerate(context.sign):
        present = cars.present[player, play]
        place = cars.position[player, play[present]]
        seconds = step[present]
        if not len(seconds):
            continue
        mean[player] = seconds @ place / seconds.sum()
        row = _cells(place[:, 1] * sign, length, GRID_ROWS)
        column = _cells(place[:, 0] * sign, width, GRID_COLUMNS)
        held[player] = np.bincount(row * GRID_COLUMNS + column, seconds, held.shape[1])
    mean = forward(mean, context.sign)
    if context.mode in _MODES_WITHOUT_GRID:
        return mean, None
    return mean, Grid(width, length, held.reshape(-1, GRID_ROWS, GRID_COLUMNS))


def _grid_extent(mode: str) -> tuple[float, float]:
    scale = _DROPSHOT_SCALE if mode == "dropshot" else 1.0
    return SIDE_WALL_X_UU * scale, GRID_HALF_LENGTH_UU * scale


def _cells(place: NDArray[Any], half: float, count: int) -> NDArray[np.int32]:
    scaled = (place + np.float32(half)) * np.float32(count / (2 * half))
    # Cutting off is rounding down here: nothing below 0 is left.
    cells: NDArray[np.int32] = np.clip(scaled, 0, count - 1).astype(np.int32)
    return cells


def _samples(context: MatchContext, frame: NDArray[np.int64]) -> Samples:
    tables = context.tables
    cars = tables.cars
    absent = ~cars.present[:, frame]
    position = cars.position[:, frame]
    boost = np.where(absent, np.nan, tables.boost.amount[:, frame])
    speed = np.where(absent, np.nan, length(cars.velocity[:, frame]))
    to_ball = length(position - tables.ball.position[frame])
    no_ball = absent | ~tables.ball.present[frame]
    to_mates = _mates_distance(position, absent, context.team)
    return Samples(boost, speed, np.where(no_ball, np.nan, to_ball), to_mates)


def _mates_distance(
    position: NDArray[Any], absent: NDArray[np.bool_], team: NDArray[np.int8]
) -> Floats:
    total = np.zeros(absent.shape)
    mates = np.zeros(absent.shape)
    for one, other in combinations(range(len(team)), 2):
        if team[one] < 0 or team[one] != team[other]:
            continue
        both = ~(absent[one] | absent[other])
        between = np.where(both, length(position[one] - position[other]), 0.0)
        for mate in (one, other):
            total[mate] += between
            mates[mate] += both
    with np.errstate(invalid="ignore"):
        return total / mates


def _momentum(context: MatchContext) -> Momentum | None:
    tables = context.tables
    ball = tables.ball
    play = np.flatnonzero(context.active & ball.present & (context.step > 0))
    if not len(play):
        return None
    seconds = int(context.clock[-1] / MOMENTUM_SECONDS) + 1
    second = (context.clock[play] / MOMENTUM_SECONDS).astype(np.int64)
    step = context.step[play]

    def sums(values: NDArray[Any]) -> NDArray[Any]:
        return np.bincount(second, values * step, seconds)

    y = ball.position[play, 1].astype(np.float64)
    side = np.array([1.0, -1.0, 0.0])[tables.frames.touch_team[play]]
    owner = np.where(tables.frames.ball_hit[play], side, 0.0)
    place = np.clip(y / BACK_WALL_Y_UU, -1.0, 1.0)
    weight = sums(np.ones(len(play)))
    with np.errstate(invalid="ignore"):
        return Momentum(
            ball_y=sums(y) / weight,
            possession=sums(owner) / weight,
            value=_looking_back(sums(50.0 * (place + owner)), weight),
        )


def _looking_back(total: Floats, weight: Floats) -> Floats:
    """Means over the window before each second, which starts anew after a second without play."""
    second = np.arange(len(weight))
    is_play = weight > 0
    stop = np.maximum.accumulate(np.where(is_play, -1, second))
    start = np.maximum(stop + 1, second - MOMENTUM_WINDOW + 1)
    totals = np.concatenate([[0.0], np.cumsum(total)])
    weights = np.concatenate([[0.0], np.cumsum(weight)])
    mean = (totals[second + 1] - totals[start]) / (weights[second + 1] - weights[start])
    return np.where(is_play, mean, np.nan)
