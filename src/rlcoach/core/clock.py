"""The time, handed to whoever needs it as an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns now, aware and in UTC. Tests hand in one that they set."""


def utc_now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)
