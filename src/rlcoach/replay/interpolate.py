"""Where bodies are between the updates the file holds.

A car's body is sent every second or third frame only, so a contact test on held values is off by
up to 150 uu. Positions follow a cubic Hermite curve through the sent positions and velocities,
velocities and spins a straight line, rotations a normalised linear blend (neighbouring updates
are less than 30 degrees apart, where it differs from slerp by less than 0.1 degree).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rlcoach.replay.tables import Bodies, BodyUpdates

MAX_GAP_SECONDS = 0.5
"""Longer silences are rests, respawns or jumps of the recording: the last body is held."""


@dataclass(frozen=True)
class Motion:
    """Bodies at every frame, shaped like the `Bodies` they come from; NaN where there is none."""

    position: NDArray[Any]
    velocity: NDArray[Any]
    spin: NDArray[Any]
    rotation: NDArray[Any]


def interpolated(bodies: Bodies, updates: BodyUpdates, time: NDArray[np.float64]) -> Motion:
    """Interpolates `bodies` between the rows of `updates`.

    Args:
        bodies: Held bodies, `[…, frame]`.
        updates: The updates `bodies.source` points at.
        time: `[frame]` seconds.
    """
    if len(updates.frame) == 0:
        return Motion(bodies.position, bodies.velocity, bodies.spin, bodies.rotation)
    before = np.maximum(bodies.source, 0)
    after = _following(updates)[before]
    sent = time[updates.frame]
    span = sent[after] - sent[before]
    moving = (span > 0) & (span <= MAX_GAP_SECONDS) & bodies.present
    step = np.where(moving, span, 1.0)
    share = np.where(moving, np.clip((time - sent[before]) / step, 0.0, 1.0), 0.0)
    share, step = share[..., None].astype(np.float32), step[..., None].astype(np.float32)

    square, cube = share * share, share * share * share
    position = (
        (2 * cube - 3 * square + 1) * bodies.position
        + (cube - 2 * square + share) * step * bodies.velocity
        + (3 * square - 2 * cube) * updates.position[after]
        + (cube - square) * step * updates.velocity[after]
    )
    blend = (1 - share) * bodies.rotation + share * updates.rotation[after]
    norm = np.linalg.norm(blend, axis=-1, keepdims=True)
    return Motion(
        position=position,
        velocity=(1 - share) * bodies.velocity + share * updates.velocity[after],
        spin=(1 - share) * bodies.spin + share * updates.spin[after],
        rotation=blend / np.where(norm > 0, norm, 1.0),
    )


def _following(updates: BodyUpdates) -> NDArray[np.int64]:
    """The next row of the same life, or the row itself at the end of a life."""
    rows = np.arange(len(updates.frame))
    has_next = np.zeros(len(rows), dtype=bool)
    has_next[:-1] = updates.life[1:] == updates.life[:-1]
    return rows + has_next
