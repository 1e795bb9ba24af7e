"""Rows gathered by the pure-Python decoder, packed as they come and turned into columns once."""

from __future__ import annotations

import struct
from collections.abc import Callable
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay import python_values
from rlcoach.replay.network import NONE_ID, RECORD_WIDTH
from rlcoach.replay.python_values import Converter, TextColumns, Value

_KEYS: list[Any] = [(name, np.int32) for name in ("seq", "frame", "actor", "attribute")]

Writer = tuple[Callable[[bytes], None], Callable[..., bytes], Converter]
"""How to add a row of one attribute type: extend the rows by the packed, converted value."""


def pack_missing(pack: Callable[..., bytes], row: tuple[Any, ...]) -> bytes:
    """Packs a row in which `None` stands for missing, or for a float that is not finite."""
    return pack(*(nan if cell is None else cell for cell in row))


class PackedRows:
    """Rows of fixed width, packed end to end."""

    def __init__(self, layout: str, columns: list[Any]) -> None:
        """Starts empty.

        Args:
            layout: Format of a row as `struct` spells it, without padding.
            columns: The same row as numpy describes its fields.
        """
        self.rows = bytearray()
        self.pack: Callable[..., bytes] = struct.Struct("=" + layout).pack
        self._dtype = np.dtype(columns)

    def columns(self) -> dict[str, NDArray[Any]]:
        """One contiguous array per field."""
        table = np.frombuffer(self.rows, self._dtype) if self.rows else self._empty()
        names = self._dtype.names or ()
        return {name: np.array(table[name], order="C") for name in names}

    def _empty(self) -> NDArray[Any]:
        return np.empty(0, self._dtype)


class UpdateTables:
    """All tables of updates; `writers` says by attribute type which one a value belongs to."""

    def __init__(self) -> None:
        """Starts with empty tables."""
        self._tables = {
            "scalars": PackedRows("4iqi", [*_KEYS, ("value", np.int64), ("extra", np.int32)]),
            "floats": PackedRows("4if", [*_KEYS, ("value", np.float32)]),
            "vectors": PackedRows("4i3f", [*_KEYS, ("value", np.float32, (3,))]),
            "bodies": PackedRows(
                "4i3?13f",
                [
                    *_KEYS,
                    ("sleeping", np.bool_),
                    ("has_linear", np.bool_),
                    ("has_angular", np.bool_),
                    ("value", np.float32, (13,)),
                ],
            ),
            "records": PackedRows(
                f"4i{RECORD_WIDTH}d", [*_KEYS, ("value", np.float64, (RECORD_WIDTH,))]
            ),
            "texts": PackedRows("5i", [*_KEYS, ("number", np.int32)]),
        }
        self._texts = TextColumns()
        self.writers: dict[str, Writer] = {}
        for name, converters in (
            ("scalars", python_values.SCALARS),
            ("floats", python_values.FLOATS),
            ("vectors", python_values.VECTORS),
            ("bodies", python_values.BODIES),
            ("records", python_values.RECORDS),
            ("texts", self._texts.converters),
        ):
            table = self._tables[name]
            for kind, convert in converters.items():
                self.writers[kind] = (table.rows.extend, table.pack, convert)

    def wire(self) -> dict[str, dict[str, Any]]:
        """The tables as the wire form wants them; empties this object to keep memory low."""
        wire: dict[str, dict[str, Any]] = {}
        while self._tables:
            name, table = self._tables.popitem()
            wire[name] = table.columns()
        wire["texts"] |= {"text": self._texts.text, "name": self._texts.name}
        return wire


class ActorTable:
    """Actor lives, in order of birth."""

    def __init__(self) -> None:
        """Starts without actors."""
        self._births = PackedRows(
            "5i?3i3h",
            [
                ("actor_id", np.int32),
                ("object_id", np.int32),
                ("name_id", np.int32),
                ("birth_frame", np.int32),
                ("death_frame", np.int32),
                ("has_location", np.bool_),
                ("location", np.int32, (3,)),
                ("rotation", np.int16, (3,)),
            ],
        )
        self._deaths: dict[int, int] = {}
        self._count = 0

    def begin(self, actor: Value, frame: int) -> int:
        """Adds the life that the `NewActor` starts, and returns its row."""
        trajectory = actor["initial_trajectory"]
        location = trajectory["location"]
        rotation = trajectory["rotation"] or {}
        name_id = actor["name_id"]
        self._births.rows += self._births.pack(
            actor["actor_id"],
            actor["object_id"],
            NONE_ID if name_id is None else name_id,
            frame,
            0,
            location is not None,
            *((location["x"], location["y"], location["z"]) if location else (0, 0, 0)),
            *(rotation.get(angle) or 0 for angle in ("yaw", "pitch", "roll")),
        )
        self._count += 1
        return self._count - 1

    def end(self, row: int, frame: int) -> None:
        """The life in `row` ends in `frame`."""
        self._deaths[row] = frame

    def wire(self, frame_count: int) -> dict[str, NDArray[Any]]:
        """The columns; who is alive at the end dies at `frame_count`."""
        columns = self._births.columns()
        death_frame = columns["death_frame"]
        death_frame[:] = frame_count
        death_frame[list(self._deaths.keys())] = list(self._deaths.values())
        return columns
