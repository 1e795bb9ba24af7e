"""Runs of bits: single values put together by hand, and columns of them packed by numpy.

The game writes bits least significant first. A *word* here is a value below 2^64 and its width.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.uint64]
Widths = NDArray[np.int64]

WORD_BITS = 64
_WORD_MASK = (1 << WORD_BITS) - 1


class Bits(NamedTuple):
    """Any number of bits."""

    value: int
    width: int

    def words(self) -> tuple[list[int], list[int]]:
        """The same as values of 64 bits, the last one shorter, and their widths."""
        starts = range(0, self.width, WORD_BITS)
        return (
            [self.value >> start & _WORD_MASK for start in starts],
            [min(WORD_BITS, self.width - start) for start in starts],
        )


def joined(*parts: Bits) -> Bits:
    """One run after the other."""
    value, width = 0, 0
    for part in parts:
        value |= part.value << width
        width += part.width
    return Bits(value, width)


def below(value: int, limit: int) -> Bits:
    """A number below `limit` in no more bits than that takes.

    Its highest bit is left out where it can only be 0.
    """
    width = limit.bit_length() - 1
    low = value & ((1 << width) - 1)
    if low + (1 << width) < limit:
        return Bits(value, width + 1)
    return Bits(low, width)


def below_columns(values: NDArray[np.int64], limit: int) -> tuple[Values, Widths]:
    """`below` for a column."""
    width = limit.bit_length() - 1
    low = values & ((1 << width) - 1)
    return values.astype(np.uint64), np.where(low + (1 << width) < limit, width + 1, width)


def side_by_side(*fields: tuple[Values, Widths]) -> tuple[Values, Widths]:
    """Fields of the same rows as one word per row; together they must fit into 64 bits."""
    (value, width), *others = fields
    for more, more_width in others:
        value = value | (more << width.astype(np.uint64))
        width = width + more_width
    return value, width


def packed(values: Values, widths: Widths) -> bytes:
    """Words one after the other, filled up with zeros to whole 64 bits.

    Each word lands in one 64-bit cell of the result, or in two; what lands in a cell does not
    overlap, so the pieces of a cell are or-ed by runs.
    """
    kept = np.flatnonzero(widths)
    if not len(kept):
        return b""
    values, widths = values[kept], widths[kept]
    ends = np.cumsum(widths)
    starts = ends - widths
    cell = starts >> 6
    shift = (starts & 63).astype(np.uint64)
    cells = np.zeros((int(ends[-1]) + WORD_BITS - 1) // WORD_BITS, dtype=np.uint64)
    firsts = np.flatnonzero(np.append(True, cell[1:] != cell[:-1]))
    cells[cell[firsts]] = np.bitwise_or.reduceat(values << shift, firsts)
    over = np.flatnonzero((ends - 1) >> 6 != cell)
    cells[cell[over] + 1] |= values[over] >> (np.uint64(WORD_BITS) - shift[over])
    return cells.astype("<u8").tobytes()
