"""From updates to a value in every frame.

What is held between updates is a run, and `np.repeat` lays out runs several times faster than a
running maximum over frames would find them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


@dataclass(frozen=True)
class Runs:
    """A `[rows, frame_count]` table as runs of equal values, in flat order.

    `pick` is what each run holds: an index into the values, -1 for none.
    """

    rows: int
    frame_count: int
    pick: NDArray[np.int32]
    length: NDArray[np.int64]

    def lay(self, values: NDArray[Any]) -> NDArray[Any]:
        """`[rows, frame_count, …]` of `values`; the last of them stands for "none"."""
        flat = np.repeat(values.take(self.pick, axis=0, mode="wrap"), self.length, axis=0)
        return flat.reshape((self.rows, self.frame_count, *values.shape[1:]))


def runs(
    rows: int,
    frame_count: int,
    row: NDArray[np.int32],
    frame: NDArray[np.int32],
    *,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None,
) -> Runs:
    """Runs that begin at the updates `(row, frame)` and last until the next, or one of `ends`.

    Of several updates in one frame the last counts; an update beats an end.
    """
    end_row, end_frame = ends if ends is not None else (row[:0], frame[:0])
    kept = end_frame < frame_count
    keys = np.concatenate(
        (
            np.arange(rows, dtype=np.int64) * frame_count,
            end_row[kept].astype(np.int64) * frame_count + end_frame[kept],
            row.astype(np.int64) * frame_count + frame,
        )
    )
    pick = np.full(len(keys), -1, dtype=np.int32)
    pick[len(keys) - len(row) :] = np.arange(len(row), dtype=np.int32)
    order = np.argsort(keys, kind="stable")
    length = np.diff(keys[order], append=rows * frame_count)
    return Runs(rows, frame_count, pick[order], length)


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
    """Fills `[rows, frame_count]` with the last value sent, `initial` before the first."""
    table = np.empty(len(value) + 1, dtype=dtype)
    table[:-1] = value
    table[-1] = initial
    return runs(rows, frame_count, row, frame).lay(table)


def hold_one(
    frame_count: int,
    frame: NDArray[np.int32],
    value: NDArray[Any],
    *,
    initial: float,
    dtype: DTypeLike,
) -> NDArray[Any]:
    """`hold` for something there is one of: `[frame_count]`."""
    return hold(1, frame_count, np.zeros_like(frame), frame, value, initial=initial, dtype=dtype)[0]


def merged(
    *parts: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[Any]],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[Any]]:
    """Joins (row, frame, value) updates; of one frame, the value of the last part counts."""
    row, frame, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    return row, frame, value
