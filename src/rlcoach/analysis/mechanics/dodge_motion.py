"""What cars did around their dodges: poses at fixed moments, for all dodges at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import CarPoses, cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.events.dodges import FORWARD_TORQUE, SIDE_TORQUE
from rlcoach.analysis.events.switched import rows_of
from rlcoach.analysis.mechanics.base import held_frame
from rlcoach.analysis.vectors import nose, roof
from rlcoach.replay.kinds import Component

SAMPLE_SECONDS = 0.05
"""Bodies of cars are sent every 0.07 to 0.1 s; finer samples only repeat the interpolation."""

BEFORE_SECONDS, AFTER_SECONDS = 0.2, 1.2
"""From the run-up to well after the longest dodge, 0.65 s."""

OFFSETS_SECONDS = np.round(
    np.arange(-BEFORE_SECONDS, AFTER_SECONDS + SAMPLE_SECONDS / 2, SAMPLE_SECONDS), 3
)
START = round(BEFORE_SECONDS / SAMPLE_SECONDS)
"""Sample of the dodge itself."""


@dataclass(frozen=True)
class DodgeMotion:
    """One row per dodge, by time, in the order of the `dodge` events. NaN without a car."""

    player: NDArray[np.int64]
    time: NDArray[np.float64]
    frame: NDArray[np.int64]
    forward: NDArray[np.float64]
    """[dodge] -1 straight back to 1 straight ahead; NaN where the direction was not sent."""
    right: NDArray[np.float64]
    """[dodge] -1 straight left to 1 straight right."""
    position: NDArray[np.float64]
    """[dodge, sample, xyz] at `OFFSETS_SECONDS` after the dodge."""
    velocity: NDArray[np.float64]
    """[dodge, sample, xyz] uu/s."""
    nose: NDArray[np.float64]
    """[dodge, sample, xyz] where the nose points."""
    roof: NDArray[np.float64]
    """[dodge, sample, xyz] where the roof points."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.time)


def dodge_motion(context: MatchContext) -> DodgeMotion:
    """All dodges with the motion around them. Ask with `context.shared(dodge_motion)`."""
    rows = rows_of(context, Component.DODGE)
    parts = context.tables.activations
    player = parts.player[rows].astype(np.int64)
    time = parts.time[rows]
    pose = poses_around(context, player, time, OFFSETS_SECONDS)
    shape = (len(rows), len(OFFSETS_SECONDS))
    return DodgeMotion(
        player=player,
        time=time,
        frame=parts.frame[rows].astype(np.int64),
        forward=parts.torque[rows, 1] / FORWARD_TORQUE,
        right=-parts.torque[rows, 0] / SIDE_TORQUE,
        position=pose.position.reshape(*shape, 3),
        velocity=pose.velocity.reshape(*shape, 3),
        nose=nose(pose.rotation).reshape(*shape, 3),
        roof=roof(pose.rotation).reshape(*shape, 3),
    )


def poses_around(
    context: MatchContext,
    player: NDArray[np.int64],
    time: NDArray[np.float64],
    offsets: NDArray[np.float64],
) -> CarPoses:
    """Cars at `time` plus each of `offsets`: rows by moment, then by offset."""
    asked = (time[:, None] + offsets).ravel()
    if len(asked):
        asked = np.clip(asked, context.tables.frames.time[0], context.tables.frames.time[-1])
    return cars_at(context, np.repeat(player, len(offsets)), held_frame(context, asked), asked)
