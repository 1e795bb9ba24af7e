"""Columns into a Parquet or CSV file. Missing numbers are null and empty cells, not NaN."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv, parquet

from rlcoach.cli.files import replaced
from rlcoach.report.text import csv_cell, encodable

Column = NDArray[Any] | Sequence[object]

FORMATS = (".parquet", ".csv")


def write_table(columns: Mapping[str, Column], path: Path) -> int:
    """Writes columns of one length, in the format the name ends in; returns the number of rows.

    Text is made encodable, and in CSV no cell can be taken for a formula.
    """
    is_csv = path.suffix.lower() == ".csv"
    clean = csv_cell if is_csv else encodable
    table = pa.table({clean(name): _array(column, clean) for name, column in columns.items()})
    with replaced(path) as temporary:
        if is_csv:
            csv.write_csv(table, temporary)
        else:
            parquet.write_table(table, temporary)
    return int(table.num_rows)


def _array(column: Column, clean: Callable[[str], str]) -> pa.Array[Any]:
    values: Column = column
    if isinstance(column, np.ndarray) and column.dtype.kind not in "OUST":
        values = np.ascontiguousarray(column)
    else:
        values = [clean(str(value)) if isinstance(value, str) else value for value in column]
    return pa.array(values, from_pandas=True)
