"""Acts for one kind of event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rlcoach.synth.scripts.act import Act


@dataclass(frozen=True)
class Kind:
    """Acts in which a kind of event happens, and acts that only look like it.

    Place, speed, angle, team and side follow from the seed.
    """

    key: str
    """Of the event."""
    positive: Callable[[int], Act]
    """By seed; holds at least one wanted event."""
    near_miss: Callable[[int], Act]
    """By seed; holds none."""
