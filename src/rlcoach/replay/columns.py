"""How a table declares its columns, and the check that it keeps the declaration."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast, get_type_hints

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.errors import ReplayError

Array = NDArray[Any]

WORLD_UU = 200_000.0
"""Beyond any body of any mode and map; a position outside it is a decoding fault."""


class TableFault(ReplayError):
    """A table does not keep its own declaration: the file contradicts itself, or a bug."""


@dataclass(frozen=True)
class Column:
    """What a column holds: what `validate_table` checks and what documentation shows.

    The shape names dimensions; `*` stands for whose bodies they are.
    """

    dtype: type[np.generic]
    shape: tuple[str | int, ...]
    unit: str = ""
    low: float | None = None
    high: float | None = None
    missing: str = "never"
    about: str = ""


def position(shape: tuple[str | int, ...], missing: str) -> Column:
    """Declares a place in the world, in uu."""
    return Column(np.float32, (*shape, 3), unit="uu", low=-WORLD_UU, high=WORLD_UU, missing=missing)


@cache
def columns_of(table: Hashable) -> dict[str, Column]:
    """The declared columns of a table class, by name."""
    hints = get_type_hints(table, include_extras=True)
    return {
        name: extra
        for name, hint in hints.items()
        for extra in getattr(hint, "__metadata__", ())
        if isinstance(extra, Column)
    }


def validate_table(name: str, table: object, sizes: dict[str, int]) -> None:
    """Checks a table's columns: dtype, shape with `sizes` for its dimensions, and range.

    All columns with the dimension `row` must have the same number of rows. The ball is the one
    table without its `*` dimension.

    Raises:
        TableFault: naming table, column and what is wrong.
    """
    rows: int | None = None
    for key, declared in columns_of(cast(Hashable, type(table))).items():
        array = getattr(table, key)
        where = f"{name}.{key}"
        wanted = tuple(size for size in declared.shape if name != "ball" or size != "*")
        if array.dtype != declared.dtype:
            raise TableFault(f"{where}: dtype {array.dtype}, not {np.dtype(declared.dtype)}")
        if array.ndim != len(wanted):
            raise TableFault(f"{where}: {array.ndim} dimensions, not {len(wanted)}")
        for have, want in zip(array.shape, wanted, strict=True):
            size = want if isinstance(want, int) else rows if want == "row" else sizes[want]
            if size is not None and have != size:
                raise TableFault(f"{where}: shape {array.shape}, expected {wanted} with {sizes}")
            if want == "row":
                rows = have
        _validate_range(where, array, declared)


def _validate_range(where: str, array: Array, declared: Column) -> None:
    if array.size == 0:
        return
    # NaN never compares, so missing values pass.
    if declared.low is not None and (array < declared.low).any():
        raise TableFault(f"{where}: below {declared.low}")
    if declared.high is not None and (array > declared.high).any():
        raise TableFault(f"{where}: above {declared.high}")
