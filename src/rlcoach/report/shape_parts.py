"""Shapes in the form the report holds them: whole numbers where they draw the same."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.shapes import (
    MOMENTUM_SECONDS,
    SAMPLE_SECONDS,
    Grid,
    MatchShapes,
    Momentum,
)
from rlcoach.report import schema

_TIME_DIGITS = 3
_CELL_DIGITS = 2
_TENS = 10
"""Speeds and distances are drawn to 10 uu: less is below the width of a line."""

_SHARE_DIGITS = 2


def match_shapes(shapes: MatchShapes) -> schema.Shapes:
    """What all players share: the time axis, the grid's measures, momentum."""
    timeline = shapes.timeline
    return schema.Shapes.model_construct(
        sample_seconds=SAMPLE_SECONDS,
        samples=len(timeline.sample_frame),
        jumps=[
            (round(at, _TIME_DIGITS), round(seconds, _TIME_DIGITS))
            for at, seconds in zip(
                timeline.jump_at.tolist(), timeline.jump_seconds.tolist(), strict=True
            )
        ],
        grid=None if shapes.grid is None else _grid(shapes.grid),
        momentum=None if shapes.momentum is None else _momentum(shapes.momentum),
    )


def player_shapes(shapes: MatchShapes, row: int) -> schema.PlayerShapes:
    """The shapes of one player."""
    samples = shapes.samples
    mean = shapes.mean_position[row]
    x, y, z = np.nan_to_num(mean).round().astype(int).tolist()
    grid = shapes.grid
    return schema.PlayerShapes.model_construct(
        mean_position=None if np.isnan(mean).any() else (x, y, z),
        occupancy=None if grid is None else grid.seconds[row].round(_CELL_DIGITS).tolist(),
        boost=_whole(samples.boost[row]),
        speed=_whole(samples.speed[row], _TENS),
        ball_distance=_whole(samples.ball_distance[row], _TENS),
        mates_distance=_whole(samples.mates_distance[row], _TENS),
    )


def _grid(grid: Grid) -> schema.GridExtent:
    _, rows, columns = grid.seconds.shape
    return schema.GridExtent(
        rows=rows,
        columns=columns,
        half_width_uu=grid.half_width_uu,
        half_length_uu=grid.half_length_uu,
    )


def _momentum(momentum: Momentum) -> schema.Momentum:
    possession = momentum.possession.round(_SHARE_DIGITS).tolist()
    return schema.Momentum.model_construct(
        step_seconds=MOMENTUM_SECONDS,
        ball_y=_whole(momentum.ball_y, _TENS) or [],
        possession=[None if one != one else one for one in possession],  # noqa: PLR0124 - NaN
        value=_whole(momentum.value) or [],
    )


def _whole(values: NDArray[Any], step: int = 1) -> list[int | None] | None:
    """Multiples of `step`, None for NaN; None instead of a list that holds no number."""
    known = ~np.isnan(values)
    if not known.any():
        return None
    steps = (np.where(known, values, 0.0) / step).round().astype(np.int64) * step
    numbers: list[int | None] = steps.tolist()
    for missing in np.flatnonzero(~known).tolist():
        numbers[missing] = None
    return numbers
