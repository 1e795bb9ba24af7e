"""Vectors and rotations for assertions."""

import numpy as np
from numpy.typing import NDArray

FORWARD = np.array([1.0, 0.0, 0.0])
SIDE = np.array([0.0, 1.0, 0.0])
UP = np.array([0.0, 0.0, 1.0])


def turned(rotation: NDArray[np.float32], vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """`vector` of a body's own frame in the world: `[…, 4]` quaternions to `[…, 3]`."""
    axis, scalar = rotation[..., :3].astype(np.float64), rotation[..., 3:].astype(np.float64)
    across = 2 * np.cross(axis, vector)
    turned: NDArray[np.float64] = vector + scalar * across + np.cross(axis, across)
    return turned
