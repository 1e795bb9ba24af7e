"""Events by the simulator's own states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SURE_SECONDS = 0.2
"""What lasts less may fall between two frames or bodies: nobody can say whether it is there."""


@dataclass(frozen=True)
class Happened:
    """An event."""

    car: int
    seconds: float
    fields: Mapping[str, int] = field(default_factory=dict)
    """Numbers the event has."""
    cars: Mapping[str, int] = field(default_factory=dict)
    """Fields that name other cars."""


Rows = list[Happened] | None
"""All events of a kind in an act, by time; None where that is open."""
