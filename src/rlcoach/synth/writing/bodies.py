"""Rigid bodies as words: whole columns at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.writing.bits import Values, Widths, side_by_side
from rlcoach.synth.writing.era import BodyForm

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

BODY = "TAGame.RBActor_TA:ReplicatedRBState"

_COMPONENT_BITS = 18
_COMPONENT_MOST = (1 << _COMPONENT_BITS) - 1
_ANGLE_BITS = 16
_ANGLE_MOST = (1 << (_ANGLE_BITS - 1)) - 1
"""Half a turn in steps of a legacy angle."""
_LEAST_COS_PITCH = 1e-6
"""Closer to straight up, yaw and roll cannot be told apart: roll is taken for zero."""

_OTHERS = np.array([(1, 2, 3), (0, 2, 3), (0, 1, 3), (0, 1, 2)])
"""By the largest component of a quaternion, the ones that are written."""

_Field = tuple[Values, Widths]


@dataclass(frozen=True)
class VectorWords:
    """Bodies or vectors as rows of words."""

    values: Values
    widths: Widths


def body_words(bodies: Floats, form: BodyForm, *, asleep: Flags | None = None) -> VectorWords:
    """[row, 13] bodies as the file holds them.

    Args:
        bodies: Position, rotation, velocity and spin in uu, uu/s and rad/s.
        form: How the era writes them.
        asleep: Bodies that are at rest whatever they say; those that do not move always are.
    """
    velocity = _steps(bodies[:, 7:10], form.per_uu_per_s, form)
    spin = _steps(bodies[:, 10:13], form.per_rad_per_s, form)
    rests = (np.concatenate((velocity, spin), axis=1) == 0).all(axis=1)
    if asleep is not None:
        rests = rests | asleep
    position = _vector(_steps(bodies[:, 0:3], form.per_uu, form), form)
    rotation = _quaternion(bodies[:, 3:7]) if form.has_quaternions else _angles(bodies[:, 3:7])
    moving = [*_vector(velocity, form), *_vector(spin, form)]
    moving = [(value, np.where(rests, 0, width)) for value, width in moving]
    size, x, y, z = position
    fields: list[_Field] = [
        side_by_side(_field(rests, 1), size, x, y),
        z,
        rotation,
        side_by_side(*moving[0:3]),
        moving[3],
        side_by_side(*moving[4:7]),
        moving[7],
    ]
    values = np.stack([value for value, _ in fields], axis=1)
    widths = np.stack([width for _, width in fields], axis=1)
    values[widths == 0] = 0
    return VectorWords(values, widths)


def vector_words(vectors: Floats, per_unit: float, form: BodyForm) -> VectorWords:
    """[row, 3] vectors as rows of words."""
    size, x, y, z = _vector(_steps(vectors, per_unit, form), form)
    fields = [side_by_side(size, x, y), z]
    return VectorWords(
        np.stack([value for value, _ in fields], axis=1),
        np.stack([width for _, width in fields], axis=1),
    )


def _steps(values: Floats, per_unit: float, form: BodyForm) -> Whole:
    """Whole steps, no further than the widest vector reaches."""
    most = (1 << form.size_limit) - 1
    return np.clip(np.rint(values * per_unit), -most, most).astype(np.int64)


def _field(values: NDArray[np.bool_] | Whole, width: int) -> _Field:
    return values.astype(np.uint64), np.full(len(values), width, dtype=np.int64)


def _vector(steps: Whole, form: BodyForm) -> tuple[_Field, _Field, _Field, _Field]:
    """How wide the components are, and the three of them, which are never negative."""
    largest = np.abs(steps).max(axis=1, initial=1)
    size = np.frexp(largest.astype(np.float64))[1].astype(np.int64) - 1
    low_bits = form.size_limit.bit_length() - 1
    is_long = (size & ((1 << low_bits) - 1)) + (1 << low_bits) < form.size_limit
    head: _Field = (size.astype(np.uint64), low_bits + is_long.astype(np.int64))
    components = (steps + (1 << (size + 1))[:, None]).astype(np.uint64)
    width = size + 2
    return (
        head,
        (components[:, 0], width),
        (components[:, 1], width),
        (components[:, 2], width),
    )


def _quaternion(rotation: Floats) -> _Field:
    """The number of the largest component, made positive, and the other three in ±1/√2."""
    rows = np.arange(len(rotation))
    largest = np.abs(rotation).argmax(axis=1)
    length = np.linalg.norm(rotation, axis=1)
    scale = np.sign(rotation[rows, largest]) / np.where(length > 0, length, 1.0)
    others = rotation[rows[:, None], _OTHERS[largest]] * scale[:, None]
    parts = np.rint((others * np.sqrt(0.5) + 0.5) * _COMPONENT_MOST)
    a, b, c = np.clip(parts, 0, _COMPONENT_MOST).astype(np.int64).T
    return side_by_side(
        _field(largest, 2),
        _field(a, _COMPONENT_BITS),
        _field(b, _COMPONENT_BITS),
        _field(c, _COMPONENT_BITS),
    )


def _angles(rotation: Floats) -> _Field:
    """Pitch (nose down), yaw and reversed roll in half turns, as before 2018-05."""
    x, y, z, w = (rotation / np.linalg.norm(rotation, axis=1, keepdims=True)).T
    sine = np.clip(2 * (w * y - z * x), -1.0, 1.0)
    pitch = np.arcsin(sine)
    yaw = np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
    roll = np.arctan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y))
    is_upright = np.cos(pitch) < _LEAST_COS_PITCH
    yaw = np.where(is_upright, -2 * np.sign(sine) * np.arctan2(x, w), yaw)
    roll = np.where(is_upright, 0.0, roll)
    turns = np.stack((pitch, yaw, -roll), axis=1) / np.pi
    steps = np.rint(turns * _ANGLE_MOST).astype(np.int64) + _ANGLE_MOST + 1
    a, b, c = steps.T
    return side_by_side(_field(a, _ANGLE_BITS), _field(b, _ANGLE_BITS), _field(c, _ANGLE_BITS))
