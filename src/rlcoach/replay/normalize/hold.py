"""From updates to a value in every frame."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def hold(
    rows: int,
    frame_count: int,
    row: NDArray[np.int32],
    frame: NDArray[np.int32],
    value: NDArray[Any],
    *,
    initial: float,
    dtype: DTypeLike,
) -> NDArray[Any]:
    """Fills `[rows, frame_count]` with the last value sent, `initial` before the first.

    `frame` must be ascending. Of several updates in one frame the last counts.
    """
    index = np.zeros((rows, frame_count), dtype=np.int32)
    index[row, frame] = np.arange(1, len(row) + 1, dtype=np.int32)
    np.maximum.accumulate(index, axis=1, out=index)
    table = np.empty(len(value) + 1, dtype=dtype)
    table[0] = initial
    table[1:] = value
    return table[index]


def hold_one(
    frame_count: int,
    frame: NDArray[np.int32],
    value: NDArray[Any],
    *,
    initial: float,
    dtype: DTypeLike,
) -> NDArray[Any]:
    """`hold` for something there is one of: `[frame_count]`."""
    first = np.zeros(len(frame), dtype=np.int32)
    return hold(1, frame_count, first, frame, value, initial=initial, dtype=dtype)[0]


def merged(
    *parts: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[Any]],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[Any]]:
    """Joins (row, frame, value) updates into one ascending run; earlier parts come first in a
    frame."""
    row, frame, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(frame, kind="stable")
    return row[order], frame[order], value[order]
