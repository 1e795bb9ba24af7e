"""The frames in which a car is close to the ball, and where on the car the ball is then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import ball_radius
from rlcoach.analysis.contact import cars_at, hitbox_sizes, into_car
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.plays import in_play
from rlcoach.analysis.vectors import squared_length
from rlcoach.analysis.wheels import on_wheels

REACH_UU = 360.0
"""Centre to centre: a ball 300 uu above the car and 185 beside it."""

_HELD_UU = 90.0
"""What a car moves between two of its bodies, added while held bodies are compared."""


@dataclass(frozen=True)
class NearBall:
    """One row per player and frame in play with the ball in reach, by player, then frame."""

    player: NDArray[np.int64]
    frame: NDArray[np.int64]
    time: NDArray[np.float64]
    """Of the frame, seconds."""
    above: NDArray[np.float64]
    """[row, xyz] the ball's centre from the car's, world."""
    velocity: NDArray[np.float64]
    """[row, xyz] of the car, uu/s."""
    slip: NDArray[np.float64]
    """[row, xyz] the ball's velocity less the car's, uu/s."""
    local: NDArray[np.float64]
    """[row] the ball's centre from the hitbox's along the car's axes: forward, right, up."""
    gap: NDArray[np.float64]
    """uu from the hitbox to the ball's surface, below 0 inside."""
    stands: NDArray[np.bool_]
    """Whether the car is on its wheels."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.frame)


def near_ball(context: MatchContext) -> NearBall:
    """All rows within `REACH_UU`. Ask with `context.shared(near_ball)`."""
    ball, cars = context.tables.ball, context.tables.cars
    frames = np.flatnonzero(in_play(context) & ball.present)
    away = cars.position[:, frames] - ball.position[frames]
    player, spot = np.nonzero(squared_length(away) < (REACH_UU + _HELD_UU) ** 2)
    frame = frames[spot]
    time = context.tables.frames.time[frame]
    pose = cars_at(context, player, frame, time)
    above = ball.position[frame].astype(np.float64) - pose.position
    near = squared_length(above) < REACH_UU**2
    player, frame, above = player[near], frame[near], above[near]
    velocity = pose.velocity[near]
    half, centre = hitbox_sizes(context)
    local = into_car(pose.rotation[near], above) - centre[player]
    outside = np.maximum(np.abs(local) - half[player], 0.0)
    return NearBall(
        player=player,
        frame=frame,
        time=time[near],
        above=above,
        velocity=velocity,
        slip=ball.velocity[frame].astype(np.float64) - velocity,
        local=local,
        gap=np.sqrt(squared_length(outside)) - ball_radius(context),
        stands=context.shared(on_wheels)[player, frame],
    )


def runs_of(
    player: NDArray[np.int64], time: NDArray[np.float64], grace_seconds: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last row of each run of one player without a gap beyond `grace_seconds`."""
    if len(player) == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    cut = (np.diff(player) != 0) | (np.diff(time) > grace_seconds)
    first = np.append(0, np.flatnonzero(cut) + 1)
    return first, np.append(first[1:] - 1, len(player) - 1)
