"""Events as columns: one table per kind, a row per event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FieldColumn = NDArray[Any] | list[Any]


@dataclass(frozen=True)
class Events:
    """All events of one kind, by frame. Columns have shape [event].

    `fields` holds what the kind's definition declares, in its units; missing numbers are NaN,
    missing players -1, missing words None.
    """

    frame: NDArray[np.int32]
    player: NDArray[np.int32]
    """Row of `MatchTables.players`; -1 where the event is nobody's."""
    position: NDArray[np.float32]
    """[event, xyz] where it happened (the ball for touches, the car for car events); NaN if
    nowhere."""
    end_frame: NDArray[np.int32] | None = None
    """Last frame of events that last; None for kinds of an instant."""
    fields: Mapping[str, FieldColumn] = field(default_factory=dict)

    def __len__(self) -> int:
        """Number of events."""
        return len(self.frame)

    def column(self, name: str) -> NDArray[Any]:
        """A field as an array."""
        return np.asarray(self.fields[name])


def no_events() -> Events:
    """An empty table."""
    return Events(
        frame=np.zeros(0, dtype=np.int32),
        player=np.zeros(0, dtype=np.int32),
        position=np.zeros((0, 3), dtype=np.float32),
    )
