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
from rlcoach.analysis.mechanics.flights import Flights, flight_at, flights
from rlcoach.analysis.mechanics.lags import body_lags
from rlcoach.analysis.vectors import cross, dot, nose, roof
from rlcoach.replay.kinds import Component

SAMPLE_SECONDS = 0.05
"""Bodies of cars are sent every 0.07 to 0.1 s; finer samples only repeat the interpolation."""

BEFORE_SECONDS, AFTER_SECONDS = 0.2, 1.2
"""From the run-up to well after the longest dodge, 0.65 s."""

OFFSETS_SECONDS = np.round(
    np.arange(-BEFORE_SECONDS, AFTER_SECONDS + SAMPLE_SECONDS / 2, SAMPLE_SECONDS), 3
)
LATE_BODY_SECONDS = 0.12
"""A dodge is sent at once, the body that shows the car off its wheels up to this later."""

LATE_LANDING_SECONDS = 0.12
"""A dodge into the ground may be sent this much after the body that shows the landing."""

START = round(BEFORE_SECONDS / SAMPLE_SECONDS)
"""Sample of the dodge itself."""


@dataclass(frozen=True)
class DodgeMotion:
    """One row per dodge, by time, in the order of the `dodge` events. NaN without a car."""

    player: NDArray[np.int64]
    time: NDArray[np.float64]
    seen: NDArray[np.float64]
    """The moment whose bodies show it: later than `time` by the player's lag."""
    frame: NDArray[np.int64]
    forward: NDArray[np.float64]
    """[dodge] -1 straight back to 1 straight ahead; NaN where the direction was not sent."""
    right: NDArray[np.float64]
    """[dodge] -1 straight left to 1 straight right."""
    position: NDArray[np.float64]
    """[dodge, sample, xyz] at `OFFSETS_SECONDS` after `seen`."""
    velocity: NDArray[np.float64]
    """[dodge, sample, xyz] uu/s."""
    nose: NDArray[np.float64]
    """[dodge, sample, xyz] where the nose points."""
    roof: NDArray[np.float64]
    """[dodge, sample, xyz] where the roof points."""
    turn: NDArray[np.float64]
    """[dodge, sample, axis] radians the car turned since the sample before, about its own axes:
    nose down, rolling right, nose right. 0 in the first sample."""
    flight: NDArray[np.int64]
    """Row of `flights` it happened in; -1 where the car was never seen off its wheels."""
    landing: NDArray[np.float64]
    """Seconds from `seen` until the wheels were on something again, below 0 where the body came
    before the dodge; NaN without flight."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.time)


def dodge_motion(context: MatchContext) -> DodgeMotion:
    """All dodges with the motion around them. Ask with `context.shared(dodge_motion)`."""
    rows = rows_of(context, Component.DODGE)
    parts = context.tables.activations
    player = parts.player[rows].astype(np.int64)
    time = parts.time[rows]
    seen = time + context.shared(body_lags)[player]
    pose = poses_around(context, player, seen, OFFSETS_SECONDS)
    shape = (len(rows), len(OFFSETS_SECONDS), 3)
    noses, roofs = nose(pose.rotation).reshape(shape), roof(pose.rotation).reshape(shape)
    flown = context.shared(flights)
    flight = _flight_of(flown, player, seen)
    landing = np.full(len(rows), np.nan)
    landing[flight >= 0] = flown.end[flight[flight >= 0]] - seen[flight >= 0]
    return DodgeMotion(
        player=player,
        time=time,
        seen=seen,
        frame=parts.frame[rows].astype(np.int64),
        forward=parts.torque[rows, 1] / FORWARD_TORQUE,
        right=-parts.torque[rows, 0] / SIDE_TORQUE,
        position=pose.position.reshape(shape),
        velocity=pose.velocity.reshape(shape),
        nose=noses,
        roof=roofs,
        turn=turned(noses, roofs),
        flight=flight,
        landing=landing,
    )


def turned(noses: NDArray[np.float64], roofs: NDArray[np.float64]) -> NDArray[np.float64]:
    """[row, sample, axis] `DodgeMotion.turn` of cars that look and stand so.

    Axes of a car before and after a turn by an angle about a line give, by their cross products,
    twice the sine of the angle along that line: within 0.3 rad, a sample, as good as the angle.
    """
    sides = cross(roofs, noses)
    line = np.zeros((len(noses), noses.shape[1] - 1, 3))
    for axis in (noses, sides, roofs):
        line += cross(axis[:, :-1], axis[:, 1:]) / 2
    turn = np.zeros(noses.shape)
    turn[:, 1:, 0] = dot(line, sides[:, :-1])
    turn[:, 1:, 1] = -dot(line, noses[:, :-1])
    turn[:, 1:, 2] = dot(line, roofs[:, :-1])
    return turn


def _flight_of(
    flown: Flights, player: NDArray[np.int64], time: NDArray[np.float64]
) -> NDArray[np.int64]:
    """[dodge] row of the flight it happened in, else of one that is seen a moment off, else -1."""
    flight = flight_at(flown, player, time)
    later = flight_at(flown, player, time + LATE_BODY_SECONDS)
    # A flight that is seen to begin after the dodge is the dodge's if its jump came before.
    is_its = np.append(flown.jump, np.nan)[later] <= time
    flight = np.where((flight < 0) & is_its, later, flight)
    earlier = flight_at(flown, player, time - LATE_LANDING_SECONDS)
    return np.where(flight < 0, earlier, flight)


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
