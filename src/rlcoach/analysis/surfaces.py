"""What a car stands on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import CarPoses
from rlcoach.analysis.field import BACK_WALL_Y_UU, CEILING_Z_UU, SIDE_WALL_X_UU
from rlcoach.analysis.vectors import roof

GROUND_Z_UU = 40.0
"""A car on its wheels has its centre at 17 uu; bumped or turning it stays below this."""

WALL_DISTANCE_UU = 60.0
"""Centre to wall plane of a car driving there, body families and interpolation included."""

UPRIGHT = 0.6
"""Least cosine between the roof and the surface's normal of a car that drives on it."""


def surface_of(pose: CarPoses) -> list[str | None]:
    """`ground`, `wall`, `ceiling` or `air` per car; None without one."""
    up = roof(pose.rotation)
    place = pose.position
    side = (SIDE_WALL_X_UU - np.abs(place[:, 0]) < WALL_DISTANCE_UU) & (
        -up[:, 0] * np.sign(place[:, 0]) > UPRIGHT
    )
    back = (BACK_WALL_Y_UU - np.abs(place[:, 1]) < WALL_DISTANCE_UU) & (
        -up[:, 1] * np.sign(place[:, 1]) > UPRIGHT
    )
    names = np.select(
        [
            np.isnan(place[:, 2]),
            place[:, 2] < GROUND_Z_UU,
            side | back,
            (place[:, 2] > CEILING_Z_UU - WALL_DISTANCE_UU) & (up[:, 2] < -UPRIGHT),
        ],
        ["", "ground", "wall", "ceiling"],
        default="air",
    )
    words: list[str] = names.tolist()
    return [word or None for word in words]


def is_airborne(surfaces: list[str | None]) -> NDArray[np.bool_]:
    """Whether each of `surface_of` is in the air."""
    return np.array([word == "air" for word in surfaces], dtype=bool)
