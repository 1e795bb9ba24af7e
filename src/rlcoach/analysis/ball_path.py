"""Where a ball left alone would go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import DRAG_PER_SECOND, GRAVITY_UU_PER_S2, RESTITUTION
from rlcoach.analysis.field import (
    BACK_WALL_Y_UU,
    BALL_RADIUS_UU,
    BALL_REST_Z_UU,
    GOAL_HALF_WIDTH_UU,
    GOAL_HEIGHT_UU,
    SIDE_WALL_X_UU,
)

STEP_SECONDS = 0.1
"""Within a step the way is taken as straight, which is wrong by at most 1 uu of height."""

_STEPS_PER_SECOND = round(1 / STEP_SECONDS)


_BOUNCE_UU_PER_S = 150.0
"""A step that sends the ball up by more than this was a bounce off the floor."""


@dataclass(frozen=True)
class PathsToLine:
    """Balls left alone, up to the line at +y, seen by the attacking team. One row each."""

    places: NDArray[np.float64]
    """[row, step, xyz] after each `STEP_SECONDS`; NaN from the line on."""
    seconds: NDArray[np.float64]
    """[row] until the centre crosses the line, 0 for a ball behind it; NaN if it never does."""
    crossing: NDArray[np.float64]
    """[row, xyz] where it does; NaN if it never does."""
    bounces: NDArray[np.int64]
    """[row] off the floor on the way."""


def paths_to_line(
    position: NDArray[np.float64], velocity: NDArray[np.float64], limit_seconds: float
) -> PathsToLine:
    """Follows balls to the line of the goal at +y as `seconds_to_goal` does, mouth or not."""
    steps = round(limit_seconds * _STEPS_PER_SECOND)
    places = np.full((len(position), steps, 3), np.nan)
    seconds = np.where(position[:, 1] >= BACK_WALL_Y_UU, 0.0, np.nan)
    crossing = np.where((seconds == 0)[:, None], position, np.nan)
    bounces = np.zeros(len(position), dtype=np.int64)
    # Drag takes at most a share of the way; nothing makes a ball faster.
    arrives = position[:, 1] + velocity[:, 1] * limit_seconds >= BACK_WALL_Y_UU
    rows = np.flatnonzero(arrives & np.isnan(seconds))
    place, speed = position[rows], velocity[rows]
    for step in range(steps):
        if len(rows) == 0:
            break
        before, falling = place, speed[:, 2]
        place, speed = _stepped(place, speed)
        bounces[rows] += speed[:, 2] - falling > _BOUNCE_UU_PER_S
        over = place[:, 1] >= BACK_WALL_Y_UU
        share = (BACK_WALL_Y_UU - before[over, 1]) / (place[over, 1] - before[over, 1])
        seconds[rows[over]] = (step + share) * STEP_SECONDS
        crossing[rows[over]] = before[over] + share[:, None] * (place[over] - before[over])
        rows, place, speed = rows[~over], place[~over], speed[~over]
        places[rows, step] = place
    return PathsToLine(places, seconds, crossing, bounces)


def inside_mouth(crossing: NDArray[np.float64]) -> NDArray[np.float64]:
    """[row] uu from where a ball crosses the line to the frame: above 0 inside, below outside."""
    aside = np.abs(crossing[:, 0]) - GOAL_HALF_WIDTH_UU
    above = crossing[:, 2] - GOAL_HEIGHT_UU
    outside = np.hypot(np.maximum(aside, 0.0), np.maximum(above, 0.0))
    return -np.where(outside > 0, outside, np.maximum(aside, above))


def seconds_to_goal(
    position: NDArray[np.floating], velocity: NDArray[np.floating], limit_seconds: float
) -> NDArray[np.float64]:
    """[row] seconds until the ball crosses the line at +y inside the mouth; NaN if it does not.

    Positions and velocities are seen by the attacking team (`field.forward`). Gravity, drag and
    bounces off the floor and the side walls are followed; a ball that meets the back wall or the
    frame of the goal is taken as out.
    """
    place = position.astype(np.float64).copy()
    speed = velocity.astype(np.float64).copy()
    result = np.full(len(place), np.nan)
    # Drag takes at most a share of the way; nothing makes a ball faster.
    arrives = place[:, 1] + speed[:, 1] * limit_seconds >= BACK_WALL_Y_UU
    rows = np.flatnonzero(arrives & (np.abs(place[:, 1]) < BACK_WALL_Y_UU))
    place, speed = place[rows], speed[rows]
    for step in range(1, round(limit_seconds * _STEPS_PER_SECOND) + 1):
        if len(rows) == 0:
            break
        before = place
        place, speed = _stepped(place, speed)
        over = place[:, 1] >= BACK_WALL_Y_UU
        share = (BACK_WALL_Y_UU - before[over, 1]) / (place[over, 1] - before[over, 1])
        at = before[over] + share[:, None] * (place[over] - before[over])
        scored = (np.abs(at[:, 0]) < GOAL_HALF_WIDTH_UU) & (at[:, 2] < GOAL_HEIGHT_UU)
        result[rows[over][scored]] = (step - 1 + share[scored]) * STEP_SECONDS
        rows, place, speed = rows[~over], place[~over], speed[~over]
    return result


def _stepped(
    place: NDArray[np.float64], speed: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    slower = speed * (1 - DRAG_PER_SECOND * STEP_SECONDS)
    slower[:, 2] -= GRAVITY_UU_PER_S2 * STEP_SECONDS
    place = place + (speed + slower) * (STEP_SECONDS / 2)
    speed = slower
    low = place[:, 2] < BALL_REST_Z_UU
    place[low, 2] = BALL_REST_Z_UU + RESTITUTION * (BALL_REST_Z_UU - place[low, 2])
    bounce = np.abs(speed[low, 2]) * RESTITUTION
    # A ball that would hop less than a step's fall rolls.
    speed[low, 2] = np.where(bounce > GRAVITY_UU_PER_S2 * STEP_SECONDS, bounce, 0.0)
    wall = SIDE_WALL_X_UU - BALL_RADIUS_UU
    out = np.abs(place[:, 0]) > wall
    speed[out, 0] *= -RESTITUTION
    place[out, 0] = np.sign(place[out, 0]) * wall
    return place, speed
