"""The clock on the scoreboard: runs down from the first touch of a round, in overtime up."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from rlcoach.synth.match.rules import CLOCK_WAITS_SECONDS


@dataclass(slots=True)
class Clock:
    """Seconds of play, and what the clock shows of them."""

    match_seconds: int
    played_seconds: float = 0.0
    overtime_seconds: float = 0.0
    is_overtime: bool = False
    is_running: bool = False
    _waited_seconds: float = 0.0

    @property
    def left_seconds(self) -> float:
        """Of the match; 0 in overtime."""
        return max(self.match_seconds - self.played_seconds, 0.0)

    @property
    def is_at_zero(self) -> bool:
        """Whether the match ends when the ball touches the floor."""
        return not self.is_overtime and self.played_seconds >= self.match_seconds

    @property
    def shown(self) -> int:
        """Whole seconds."""
        return floor(self.overtime_seconds) if self.is_overtime else ceil(self.left_seconds)

    def stop(self) -> None:
        """Waits for the first touch of the next round."""
        self.is_running = False
        self._waited_seconds = 0.0

    def touch(self, seconds: float) -> None:
        """The first touch of a round was so many seconds ago."""
        if not self.is_running:
            self.is_running = True
            self._count(seconds)

    def advance(self, seconds: float) -> None:
        """Time goes by in a round."""
        if self.is_running:
            self._count(seconds)
            return
        self._waited_seconds += seconds
        if self._waited_seconds >= CLOCK_WAITS_SECONDS:
            self.touch(self._waited_seconds - CLOCK_WAITS_SECONDS)

    def _count(self, seconds: float) -> None:
        if self.is_overtime:
            self.overtime_seconds += seconds
        else:
            self.played_seconds = min(self.played_seconds + seconds, float(self.match_seconds))
