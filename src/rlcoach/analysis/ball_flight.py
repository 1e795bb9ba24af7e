"""The ball between its updates: where its motion is not what gravity and walls make of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.field import BALL_RADIUS_UU, BALL_REST_Z_UU
from rlcoach.analysis.plays import in_play
from rlcoach.analysis.vectors import squared_length

GRAVITY_UU_PER_S2 = 650.0
"""Of soccar; the median fall of flying balls in the corpus is 630 to 670."""

DRAG_PER_SECOND = 0.03
"""Share of its speed the ball loses in the air (RocketSim)."""

RESTITUTION = 0.6
FRICTION = 0.285
"""Of a bounce off floor and walls (RocketSim, "chip" 2018); with them 95 % of the bounces in the
corpus with no car within 250 uu come out within 35 uu/s."""

MAX_UPDATE_GAP_SECONDS = 0.25
"""The ball is sent in 94-100 % of frames; over a longer silence only a resting ball is known."""

SPIN_CHANGE_RAD_PER_S = 0.02
"""A flying ball's spin does not change at all between two updates (99 % are exactly 0)."""

SPEED_NOISE_UU_PER_S = 30.0
"""Updates are up to one physics tick off their frame's time, which is worth 5 to 20 uu/s."""

_SLANT = float(np.sqrt(0.5))
_NORMALS = np.array(
    [
        (0, 0, 1),
        (0, 0, -1),
        (1, 0, 0),
        (-1, 0, 0),
        (0, 1, 0),
        (0, -1, 0),
        (_SLANT, _SLANT, 0),
        (_SLANT, -_SLANT, 0),
        (-_SLANT, _SLANT, 0),
        (-_SLANT, -_SLANT, 0),
    ]
)
"""Floor, ceiling, walls and corners; their places are not asked for, maps differ."""

_SCALED_BALL_Z_UU = (40.0, 400.0)
_REST_SHARE = 0.01


@dataclass(frozen=True)
class Kicks:
    """Changes of the ball's motion in play, one row each, by time. Shapes [row] or [row, xyz]."""

    frame: NDArray[np.int64]
    """The first frame that shows the change."""
    time: NDArray[np.float64]
    """When it happened: where the paths before and after meet."""
    position: NDArray[np.float64]
    """The ball's centre then."""
    before: NDArray[np.float64]
    """Velocity before, uu/s."""
    after: NDArray[np.float64]
    """Velocity after, uu/s."""
    unexplained: NDArray[np.float64]
    """Change of velocity that neither gravity nor a bounce explains, uu/s."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.frame)


def ball_radius(context: MatchContext) -> float:
    """The ball's radius in uu: of a ball of another size by the height it rests at."""
    height = context.tables.ball_updates.position[:, 2]
    if len(height) == 0 or not context.is_soccar_like:
        return BALL_RADIUS_UU
    lowest = float(np.partition(height, rest := int(len(height) * _REST_SHARE))[rest])
    low, high = _SCALED_BALL_Z_UU
    is_scaled = low < lowest < high and abs(lowest - BALL_REST_Z_UU) > low / 2
    return BALL_RADIUS_UU * lowest / BALL_REST_Z_UU if is_scaled else BALL_RADIUS_UU


def kicks(context: MatchContext, reach_uu: float) -> Kicks:
    """Every change of the ball's motion in play with a car within reach that is no flight.

    Args:
        context: The match.
        reach_uu: How near a car must be, centre to centre.
    """
    updates, time = context.tables.ball_updates, context.tables.frames.time
    if len(updates.frame) < 2:
        return _no_kicks()
    first, second = updates.frame[:-1], updates.frame[1:]
    silent = time[second] - time[first] > MAX_UPDATE_GAP_SECONDS
    resting = (np.abs(updates.velocity[:-1]) < 1).all(axis=1)
    # A resting ball is not sent again: it lay there until the frame before it moved.
    start = np.where(silent, time[np.maximum(second - 1, 0)], time[first])
    span = time[second] - start
    known = (updates.life[1:] == updates.life[:-1]) & (span > 0) & (~silent | resting)
    known &= in_play(context)[second]
    spun = (np.abs(np.diff(updates.spin, axis=0)) > SPIN_CHANGE_RAD_PER_S).any(axis=1)
    fall = np.where(resting, 0.0, -GRAVITY_UU_PER_S2) * span
    change = updates.velocity[1:] - updates.velocity[:-1] * (1 - DRAG_PER_SECOND * span)[:, None]
    change[:, 2] -= fall
    pushed = squared_length(change) > SPEED_NOISE_UU_PER_S**2
    rows = np.flatnonzero(known & (spun | pushed))
    away = context.tables.cars.position[:, second[rows]] - updates.position[rows + 1]
    rows = rows[(squared_length(away) < reach_uu**2).any(axis=0)]
    return _resolved(context, rows, start=start[rows], span=span[rows], change=change[rows])


def _resolved(
    context: MatchContext,
    rows: NDArray[np.int64],
    *,
    start: NDArray[np.float64],
    span: NDArray[np.float64],
    change: NDArray[np.floating],
) -> Kicks:
    """Place, moment and unexplained part of the changes after update `rows`."""
    updates = context.tables.ball_updates
    before = updates.velocity[rows].astype(np.float64)
    after = updates.velocity[rows + 1].astype(np.float64)
    here = updates.position[rows].astype(np.float64)
    there = updates.position[rows + 1].astype(np.float64)
    turn = before - after
    size = squared_length(turn)
    meeting = ((there - here - after * span[:, None]) * turn).sum(axis=1) / np.maximum(size, 1e-6)
    # Where speeds hardly differ the paths meet nowhere in particular.
    into = np.clip(np.where(size > 100, meeting, span / 2), 0.0, span)
    bounced = _bounce_error(
        before, updates.spin[rows].astype(np.float64), after, into=into, span=span
    )
    return Kicks(
        frame=updates.frame[rows + 1].astype(np.int64),
        time=start + into,
        position=here + before * into[:, None],
        before=before,
        after=after,
        unexplained=np.minimum(np.sqrt(squared_length(change)), bounced),
    )


def _bounce_error(
    before: NDArray[np.float64],
    spin: NDArray[np.float64],
    after: NDArray[np.float64],
    *,
    into: NDArray[np.float64],
    span: NDArray[np.float64],
) -> NDArray[np.float64]:
    """[row] uu/s by which the best bounce off any surface misses the velocity after."""
    drop = np.array([0.0, 0.0, -GRAVITY_UU_PER_S2])
    arriving = (before + drop * into[:, None])[:, None, :]
    speed_in = arriving @ _NORMALS.T  # [row, 1, normal]
    normal_part = np.swapaxes(speed_in, 1, 2) * _NORMALS
    slip = arriving - normal_part + BALL_RADIUS_UU * np.cross(_NORMALS, spin[:, None, :])
    slip_speed = np.sqrt(squared_length(slip))
    ratio = np.abs(speed_in[:, 0, :]) / np.maximum(slip_speed, 1e-6)
    grip = np.minimum(1.0, 2.0 * ratio) * FRICTION
    left = arriving - (1 + RESTITUTION) * normal_part - grip[..., None] * slip
    left += (drop * (span - into)[:, None])[:, None, :]
    left *= (1 - DRAG_PER_SECOND * span)[:, None, None]
    miss = left - after[:, None, :]
    error = np.where(speed_in[:, 0, :] < 0, np.sqrt(squared_length(miss)), np.inf)
    best: NDArray[np.float64] = error.min(axis=1)
    return best


def _no_kicks() -> Kicks:
    vectors, numbers = np.zeros((0, 3)), np.zeros(0)
    return Kicks(np.zeros(0, dtype=np.int64), numbers, vectors, vectors, vectors, numbers)
