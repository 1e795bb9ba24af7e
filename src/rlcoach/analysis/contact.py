"""Where cars were at any moment, and how far their hitboxes were from a ball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.vectors import cross
from rlcoach.replay.interpolate import MAX_GAP_SECONDS


@dataclass(frozen=True)
class CarPoses:
    """Cars at moments of their own, one row per question: [row, …]."""

    position: NDArray[np.float64]
    velocity: NDArray[np.float64]
    rotation: NDArray[np.float64]
    """Quaternions x, y, z, w of length one."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.position)


def cars_at(
    context: MatchContext,
    player: NDArray[np.int64],
    frame: NDArray[np.int64],
    time: NDArray[np.float64],
) -> CarPoses:
    """Cars of `player` at `time`, which lies between `frame` and the next; all of shape [row].

    The curve is that of `replay.interpolate`, evaluated for the asked moments only: whole tables
    of interpolated cars cost more than all contact tests together.
    """
    cars, updates = context.tables.cars, context.tables.car_updates
    if len(updates.frame) == 0:
        nothing = np.full((len(player), 3), np.nan)
        return CarPoses(nothing, nothing, np.full((len(player), 4), np.nan))
    before = np.maximum(cars.source[player, frame], 0)
    after = np.minimum(before + 1, len(updates.frame) - 1)
    after = np.where(updates.life[after] == updates.life[before], after, before)
    sent = context.tables.frames.time[updates.frame[before]]
    span = context.tables.frames.time[updates.frame[after]] - sent
    present = cars.present[player, frame]
    moving = (span > 0) & (span <= MAX_GAP_SECONDS) & present
    step = np.where(moving, span, 1.0)[:, None]
    share = np.where(moving, np.clip((time - sent) / step[:, 0], 0.0, 1.0), 0.0)[:, None]
    square, cube = share * share, share * share * share
    rise = 3 * square - 2 * cube
    position = (
        (1 - rise) * updates.position[before]
        + (cube - 2 * square + share) * step * updates.velocity[before]
        + rise * updates.position[after]
        + (cube - square) * step * updates.velocity[after]
    )
    velocity = (1 - share) * updates.velocity[before] + share * updates.velocity[after]
    first, second = updates.rotation[before], updates.rotation[after]
    # The two signs of a quaternion mean one rotation: blend along the shorter way.
    same = np.where(np.sum(first * second, axis=1, keepdims=True) < 0, -1.0, 1.0)
    blend = (1 - share) * first + share * same * second
    norm = np.linalg.norm(blend, axis=1, keepdims=True)
    position[~present] = np.nan
    return CarPoses(position, velocity, blend / np.where(norm > 0, norm, 1.0))


def into_car(rotation: NDArray[np.float64], vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """World vectors in the car's own axes: forward, right, up. Shapes [row, 4] and [row, 3]."""
    axis, real = -rotation[:, :3], rotation[:, 3:]
    turned = 2.0 * cross(axis, vector)
    result: NDArray[np.float64] = vector + real * turned + cross(axis, turned)
    return result


def out_of_car(rotation: NDArray[np.float64], vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vectors in the car's axes as world vectors; the inverse of `into_car`."""
    inverse = rotation * np.array([-1.0, -1.0, -1.0, 1.0])
    return into_car(inverse, vector)


def hitbox_sizes(context: MatchContext) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Half sizes and centre offsets of the players' hitboxes, both [player, 3], in uu."""
    boxes = context.hitboxes
    half = np.array([box.size for box in boxes], dtype=np.float64).reshape(-1, 3) / 2
    return half, np.array([box.offset for box in boxes], dtype=np.float64).reshape(-1, 3)


def box_distance(
    context: MatchContext,
    player: NDArray[np.int64],
    pose: CarPoses,
    point: NDArray[np.float64],
) -> NDArray[np.float64]:
    """[row] uu from a point to the surface of the player's hitbox, 0 inside; NaN without a car."""
    local, half, _ = _from_box(context, player, pose, point)
    outside = np.maximum(np.abs(local) - half, 0.0)
    distance: NDArray[np.float64] = np.sqrt(np.sum(outside * outside, axis=1))
    return distance


_NEAREST_POINT_ROUNDS = 4
"""Projections back and forth between two boxes; after four the gap is within 1 uu."""


def box_gap(
    context: MatchContext,
    one: tuple[NDArray[np.int64], CarPoses],
    other: tuple[NDArray[np.int64], CarPoses],
) -> NDArray[np.float64]:
    """[row] uu between the hitboxes of two cars, 0 where they overlap; NaN without a car."""
    point = other[1].position
    for _ in range(_NEAREST_POINT_ROUNDS):
        point = _nearest_point(context, *one, point)
        point = _nearest_point(context, *other, point)
    return box_distance(context, *one, point)


def _nearest_point(
    context: MatchContext,
    player: NDArray[np.int64],
    pose: CarPoses,
    point: NDArray[np.float64],
) -> NDArray[np.float64]:
    """[row] the point of the player's hitbox that is nearest to `point`, in the world."""
    local, half, centre = _from_box(context, player, pose, point)
    inside = np.clip(local, -half, half) + centre
    return pose.position + out_of_car(pose.rotation, inside)


def _from_box(
    context: MatchContext,
    player: NDArray[np.int64],
    pose: CarPoses,
    point: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """[row] the point from the hitbox's centre along the car's axes, half size and centre."""
    half, offset = hitbox_sizes(context)
    local = into_car(pose.rotation, point - pose.position) - offset[player]
    return local, half[player], offset[player]
