"""How long the watcher waits for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """The waits of a watcher; tests shorten them."""

    poll_seconds: float = 1.0
    """Between two looks at the folders; a new game is noticed within this and the next."""
    settle_seconds: float = 1.0
    """So long a file must stay as it is before it is read."""
    give_up_seconds: float = 60.0
    """So long an unchanged file may stay incomplete before it is called so."""
    recheck_seconds: float = 60.0
    """Between two reads of a file that is called incomplete, for writers that leave no trace."""
    first_back_off_seconds: float = 1.0
    longest_back_off_seconds: float = 60.0
    longest_pause_seconds: float = 24 * 3600.0
    """What a server may ask for at most, so that a wrong clock does not stop the watcher."""
    stop_grace_seconds: float = 15.0
    """For the answer to what is being sent when the watcher is stopped."""
    once_patience_seconds: float = 30.0
    """The longest pause that `--once` waits for."""
