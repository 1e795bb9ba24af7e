"""Rules of the game and of a recording of it: seconds, amounts, and what they were measured on.

"Real files" are the replays this project was checked with.
"""

from __future__ import annotations

from dataclasses import dataclass

TICKS_PER_FRAME = (4, 5)
FIVE_TICKS_SHARE = 0.15
"""Real files have never less than 1/30 s between two frames, mostly that much, sometimes more."""

COUNTDOWN_SECONDS = 4.0
COUNTDOWN_NUMBERS = ((1.0, 3), (2.0, 2), (3.0, 1), (4.0, 0))
"""When the countdown shows what, in real files; at 0 the kickoff is let go."""

CLOCK_WAITS_SECONDS = 5.0
"""The clock starts at the first touch, or by itself after this long (a real file without players:
4.98 s)."""

AFTER_GOAL_SECONDS = 3.0
"""Until the goal's replay begins: 2.97 to 3.0 s in real files, 90 frames at 30 a second."""

GOAL_REPLAY_SECONDS = (3.5, 12.0)
"""How long a recording jumps, by when the players skip the goal's replay; in real files."""

AFTER_END_SECONDS = 0.2
"""A recording goes on this long when the match is over; 0 to 4 s in real files."""

FIRST_FRAME_SECONDS = (4.0, 20.0)
"""What the file's time is in its first frame; most real files begin in this range."""

KICKOFF_BOOST_PCT = 100 / 3
RESPAWN_SECONDS = 3.04
"""From a demolition to the new car (median of 199 in real files)."""


@dataclass(frozen=True)
class Rules:
    """What can be set about a match."""

    match_seconds: int = 300
    has_overtime: bool = True
    """A level match goes on until the next goal; else it ends level."""
    longest_overtime_seconds: float = 600.0
    """Then the recording stops, and the record says that it is unfinished."""
    goal_replay_seconds: tuple[float, float] = GOAL_REPLAY_SECONDS
    """The least and the most that a recording jumps after a goal."""
    demolishes_team_mates: bool = False
